//! Archives, MHTML, lines and packed bodies: the same in whatever pieces they come. The first byte
//! chooses a coding, the second how many of those after it say where the pieces end.

#![no_main]

use dechaff_fuzz::hold;
use dechaff_tests::promise::{CODINGS, archive_fault, body_fault, gzip_members};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let [kind, count, bytes @ ..] = data else { return };
    let (cuts, bytes) = bytes.split_at(usize::from(*count).min(bytes.len()));
    match usize::from(*kind) % 8 {
        0 => hold(archive_fault(&gzip_members(bytes, cuts), cuts)),
        1 | 2 => hold(archive_fault(bytes, cuts)),
        coding => hold(body_fault(bytes, CODINGS[coding - 3], cuts)),
    }
});
