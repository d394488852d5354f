//! LightGBM's dump of its trees, as the bytes that the core reads.

use serde_json::Value;

use crate::Failure;

/// Packs a dump (`Booster.dump_model`). The layout is described in the core's `score::model`.
pub(crate) fn pack(dump: &Value) -> Result<Vec<u8>, Failure> {
    pack_some(dump, |_| true)
}

/// Packs a dump of several classes, whose trees take turns, one model a class.
pub(crate) fn classes(dump: &Value, count: usize) -> Result<Vec<Vec<u8>>, Failure> {
    (0..count).map(|class| pack_some(dump, |number| number % count == class)).collect()
}

/// The file of the model for pages: its parts, each with its length before it.
pub(crate) fn join(parts: &[Vec<u8>]) -> Result<Vec<u8>, Failure> {
    let mut bytes = b"DCHP".to_vec();
    bytes.extend(1u16.to_le_bytes());
    for part in parts {
        bytes.extend(u32::try_from(part.len())?.to_le_bytes());
        bytes.extend(part);
    }
    Ok(bytes)
}

fn pack_some(dump: &Value, wanted: impl Fn(usize) -> bool) -> Result<Vec<u8>, Failure> {
    let names = list(dump, "feature_names")?;
    let trees: Vec<&Value> = list(dump, "tree_info")?
        .iter()
        .enumerate()
        .filter(|(number, _)| wanted(*number))
        .map(|(_, tree)| tree)
        .collect();
    let mut packer = Packer { columns: Vec::new() };
    let mut body = Vec::new();
    for tree in &trees {
        packer.tree(&tree["tree_structure"], &mut body)?;
    }
    let mut bytes = b"DCHF".to_vec();
    bytes.extend(1u16.to_le_bytes());
    bytes.extend(u16::try_from(packer.columns.len())?.to_le_bytes());
    for &column in &packer.columns {
        let name = names.get(column).and_then(Value::as_str).ok_or("a column has no name")?;
        bytes.extend(u16::try_from(name.len())?.to_le_bytes());
        bytes.extend(name.as_bytes());
    }
    bytes.extend(u16::try_from(trees.len())?.to_le_bytes());
    bytes.extend(body);
    Ok(bytes)
}

fn list<'v>(value: &'v Value, name: &str) -> Result<&'v Vec<Value>, Failure> {
    value[name].as_array().ok_or_else(|| format!("the dump has no {name}").into())
}

struct Packer {
    /// The columns that are read, in the order of their first use.
    columns: Vec<usize>,
}

impl Packer {
    fn tree(&mut self, root: &Value, out: &mut Vec<u8>) -> Result<(), Failure> {
        let (mut splits, mut leaves) = (Vec::new(), Vec::new());
        // Preorder: a child is numbered when it is reached, and told to its parent.
        let mut open: Vec<(&Value, Option<(usize, bool)>)> = vec![(root, None)];
        while let Some((node, parent)) = open.pop() {
            let number = if node["split_feature"].is_null() {
                let value = node["leaf_value"].as_f64().ok_or("a leaf has no value")?;
                leaves.push(value as f32);
                !i16::try_from(leaves.len() - 1)?
            } else {
                splits.push((
                    self.column(node)?,
                    number_of(node, "threshold")?,
                    0,
                    0,
                    number_of(node, "internal_value")?,
                ));
                let number = splits.len() - 1;
                open.push((&node["right_child"], Some((number, false))));
                open.push((&node["left_child"], Some((number, true))));
                i16::try_from(number)?
            };
            if let Some((parent, low)) = parent
                && let Some(split) = splits.get_mut(parent)
            {
                *if low { &mut split.2 } else { &mut split.3 } = number;
            }
        }
        out.extend(u16::try_from(splits.len())?.to_le_bytes());
        for (column, threshold, low, high, mean) in splits {
            out.extend(column.to_le_bytes());
            out.extend(threshold.to_le_bytes());
            out.extend(low.to_le_bytes());
            out.extend(high.to_le_bytes());
            out.extend(mean.to_le_bytes());
        }
        out.extend(u16::try_from(leaves.len())?.to_le_bytes());
        for leaf in leaves {
            out.extend(leaf.to_le_bytes());
        }
        Ok(())
    }

    fn column(&mut self, node: &Value) -> Result<u16, Failure> {
        let column = node["split_feature"].as_u64().ok_or("a split has no column")? as usize;
        let place = self.columns.iter().position(|&known| known == column);
        Ok(u16::try_from(place.unwrap_or_else(|| {
            self.columns.push(column);
            self.columns.len() - 1
        }))?)
    }
}

fn number_of(node: &Value, name: &str) -> Result<f32, Failure> {
    let number = node[name].as_f64().ok_or_else(|| format!("a node has no {name}"))?;
    // Rounding must not move a threshold below the value that it was made from.
    let rounded = number as f32;
    Ok(if f64::from(rounded) < number { rounded.next_up() } else { rounded })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_can_be_read() {
        let leaf = |value: f64| serde_json::json!({ "leaf_value": value });
        let inner = serde_json::json!({
            "split_feature": 1, "threshold": 0.5, "internal_value": 0.0,
            "left_child": leaf(-2.0), "right_child": leaf(2.0),
        });
        let dump = serde_json::json!({
            "feature_names": ["a", "b"],
            "tree_info": [
                { "tree_structure": leaf(0.25) },
                { "tree_structure": {
                    "split_feature": 0, "threshold": 1.0, "internal_value": 0.0,
                    "left_child": inner, "right_child": leaf(3.0),
                } },
            ],
        });
        let bytes = pack(&dump).unwrap();
        let model = dechaff::score::Model::read(&bytes, &["b", "a"]).unwrap();
        let odds = |a: f32, b: f32| {
            let p = model.probability(&[b, a]);
            (p / (1.0 - p)).ln()
        };
        assert!((odds(2.0, 0.0) - 3.25).abs() < 1e-3);
        assert!((odds(1.0, 0.5) + 1.75).abs() < 1e-3);
        assert!((odds(0.0, 0.6) - 2.25).abs() < 1e-3);
    }
}
