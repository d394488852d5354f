//! The linear part of the model: a weight for each place that a token may be hashed to.

use crate::Error;

/// Weights of hashed tokens.
#[derive(Debug, Clone)]
pub(crate) struct Linear {
    bias: f32,
    /// What a weight's unit stands for.
    scale: f32,
    weights: Vec<i8>,
}

impl Linear {
    /// Reads a bias, a scale, and as many weights as there are places.
    ///
    /// # Errors
    ///
    /// [`Error::Data`] when the bytes are not exactly that.
    pub(crate) fn read(bytes: &[u8], places: usize) -> Result<Self, Error> {
        let invalid = || Error::Data { what: "model", message: "no linear part".to_owned() };
        let (head, weights) = bytes.split_at_checked(8).ok_or_else(invalid)?;
        let (bias, scale) = head.split_at(4);
        let number = |bytes: &[u8]| bytes.try_into().map(f32::from_le_bytes).ok();
        let weights: Vec<i8> = weights.iter().map(|&byte| byte.cast_signed()).collect();
        match (number(bias), number(scale)) {
            (Some(bias), Some(scale)) if weights.len() == places => {
                Ok(Self { bias, scale, weights })
            }
            _ => Err(invalid()),
        }
    }

    pub(crate) fn bias(&self) -> f32 {
        self.bias
    }

    /// The weight of one place.
    pub(crate) fn weight(&self, place: u32) -> f32 {
        f32::from(self.weights.get(place as usize).copied().unwrap_or(0)) * self.scale
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_read_as_they_were_written() {
        let mut bytes = [1.5f32.to_le_bytes(), 0.25f32.to_le_bytes()].concat();
        bytes.extend([(-4i8).cast_unsigned(), 2]);
        let linear = Linear::read(&bytes, 2).unwrap();
        assert_eq!((linear.bias(), linear.weight(0), linear.weight(1)), (1.5, -1.0, 0.5));
        assert!(Linear::read(&bytes, 3).is_err() && Linear::read(&bytes[..7], 2).is_err());
    }
}
