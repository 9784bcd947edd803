//! Removes the metadata that cameras and editors write into pictures: places, times, devices, names, comments, earlier
//! versions.
//!
//! What a picture needs to look the same stays: its pixels, colours, animation and, in JPEG, which side is up. Each
//! format has a list of the parts that stay, so that an unknown kind of metadata is left out, too. What follows the
//! end of a picture is left out. From the first damaged part on, a file is copied as it is, and so are other formats.

/// The bytes of a file, of JPEG, PNG, WebP and GIF only the picture.
pub fn without_metadata(bytes: Vec<u8>) -> Vec<u8> {
    let clean = match bytes.as_slice() {
        [0xff, 0xd8, 0xff, ..] => jpeg(&bytes),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => png(&bytes),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => webp(&bytes),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => gif(&bytes),
        _ => return bytes,
    };
    if clean.len() == bytes.len() { bytes } else { clean }
}

/// The `N` bytes at `at`.
fn array<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..at.checked_add(N)?)?.try_into().ok()
}

/// Copies a file part by part: `part` gives the end of the part at a place and the bytes that stay of it. The file ends
/// where a part ends the picture; damage, or the end of the file, ends the parts.
fn copied(bytes: &[u8], head: usize, mut part: impl FnMut(usize, &mut Vec<u8>) -> Option<PartEnd>) -> Vec<u8> {
    let mut clean = bytes[..head].to_vec();
    let mut at = head;
    loop {
        let before = clean.len();
        match part(at, &mut clean) {
            Some(PartEnd::Next(end)) => at = end,
            Some(PartEnd::Last) => return clean,
            None => {
                clean.truncate(before);
                clean.extend_from_slice(&bytes[at..]);
                return clean;
            }
        }
    }
}

/// The data after a part of a picture.
enum PartEnd {
    /// The next part, at a place.
    Next(usize),
    /// Nothing that belongs to the picture.
    Last,
}

/// JPEG: segments that begin with 0xff and a kind. Kept are those of the coding, JFIF, the colour profile, Adobe's
/// colour transform, and of Exif the orientation.
fn jpeg(bytes: &[u8]) -> Vec<u8> {
    copied(bytes, 2, |at, clean| {
        let [0xff, kind] = array(bytes, at)? else { return None };
        match kind {
            // one 0xff more than needed
            0xff => return Some(PartEnd::Next(at + 1)),
            0xd9 => {
                clean.extend([0xff, kind]);
                return Some(PartEnd::Last);
            }
            0x01 | 0xd0..=0xd7 => {
                clean.extend([0xff, kind]);
                return Some(PartEnd::Next(at + 2));
            }
            _ => {}
        }
        let end = at + 2 + usize::from(u16::from_be_bytes(array(bytes, at + 2)?));
        let content = bytes.get(at + 4..end)?;
        let stays = match kind {
            0xe0 => content.starts_with(b"JFIF\0"),
            0xe2 => content.starts_with(b"ICC_PROFILE\0"),
            0xee => content.starts_with(b"Adobe"),
            0xe1..=0xef | 0xfe => false,
            _ => true,
        };
        if stays {
            clean.extend_from_slice(&bytes[at..end]);
        } else if kind == 0xe1 {
            clean.extend(content.strip_prefix(b"Exif\0\0").and_then(orientation).map(oriented).iter().flatten());
        }
        // pixels follow the start of a scan; in them, 0xff is followed by 0 or a restart mark
        let is_pixel = |two: &[u8]| two[0] != 0xff || matches!(two[1], 0 | 0xd0..=0xd7);
        let pixels = match kind {
            0xda => bytes[end..].windows(2).take_while(|two| is_pixel(two)).count(),
            _ => 0,
        };
        clean.extend_from_slice(&bytes[end..end + pixels]);
        Some(PartEnd::Next(end + pixels))
    })
}

/// Tag of the orientation in Exif.
const ORIENTATION: u16 = 0x0112;
/// Bytes of an entry of an Exif directory.
const EXIF_ENTRY: usize = 12;

/// Which side of a picture is up, from its Exif data, where that is not the first row.
fn orientation(exif: &[u8]) -> Option<u8> {
    let is_little = exif.starts_with(b"II");
    let short = |at: usize| array(exif, at).map(if is_little { u16::from_le_bytes } else { u16::from_be_bytes });
    let long = |at: usize| array(exif, at).map(if is_little { u32::from_le_bytes } else { u32::from_be_bytes });
    let directory = usize::try_from(long(4)?).ok()?;
    let first = directory.checked_add(2)?;
    let entry = (0..usize::from(short(directory)?))
        .map(|entry| first.saturating_add(entry * EXIF_ENTRY))
        .find(|at| short(*at) == Some(ORIENTATION))?;
    u8::try_from(short(entry + 8)?).ok().filter(|side| (2..=8).contains(side))
}

/// Where [`oriented`] says which side is up.
const SIDE: usize = 29;

/// A segment of Exif that says only which side is up.
fn oriented(side: u8) -> [u8; 36] {
    let mut segment = *b"\xff\xe1\0\x22Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x01\0\0\0\0\0\0";
    segment[SIDE] = side;
    segment
}

/// PNG: chunks of a length, a kind, the content and a checksum. Kept are all that a picture cannot be shown without
/// (their names begin with a capital) and those that change how it looks.
fn png(bytes: &[u8]) -> Vec<u8> {
    const LOOKS: [&[u8; 4]; 16] = [
        b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs", b"hIST", b"sPLT", b"acTL", b"fcTL",
        b"fdAT", b"cICP", b"mDCV", b"cLLI",
    ];
    copied(bytes, 8, |at, clean| {
        let length = usize::try_from(u32::from_be_bytes(array(bytes, at)?)).ok()?;
        let kind: [u8; 4] = array(bytes, at + 4)?;
        let end = at.checked_add(length)?.checked_add(12)?;
        let chunk = bytes.get(at..end)?;
        if kind[0].is_ascii_uppercase() || LOOKS.contains(&&kind) {
            clean.extend_from_slice(chunk);
        }
        Some(if kind == *b"IEND" { PartEnd::Last } else { PartEnd::Next(end) })
    })
}

/// WebP: chunks of a kind, a length and the content, in a RIFF file whose head has its length.
fn webp(bytes: &[u8]) -> Vec<u8> {
    const PICTURE: [&[u8; 4]; 7] = [b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"];
    /// The flags of VP8X that announce Exif and XMP.
    const NOTES: u8 = 0b1100;
    let whole = u32::from_le_bytes([bytes[4], bytes[5], bytes[6], bytes[7]]);
    let last = usize::try_from(whole).map_or(usize::MAX, |whole| whole.saturating_add(8)).min(bytes.len());
    let mut clean = copied(bytes, 12, |at, clean| {
        if at >= last {
            return Some(PartEnd::Last);
        }
        let kind: [u8; 4] = array(bytes, at)?;
        let length = usize::try_from(u32::from_le_bytes(array(bytes, at + 4)?)).ok()?;
        // chunks begin at even places
        let end = at.checked_add(8)?.checked_add(length)?.checked_next_multiple_of(2)?;
        let chunk = bytes.get(at..end)?;
        if PICTURE.contains(&&kind) {
            let flags = clean.len() + 8;
            clean.extend_from_slice(chunk);
            if kind == *b"VP8X" && length > 0 {
                clean[flags] &= !NOTES;
            }
        }
        Some(PartEnd::Next(end))
    });
    if let Ok(length) = u32::try_from(clean.len() - 8)
        && clean.len() != bytes.len()
    {
        clean[4..8].copy_from_slice(&length.to_le_bytes());
    }
    clean
}

/// GIF: a head with a table of colours, then pictures and extensions, each a chain of blocks of up to 255 bytes.
fn gif(bytes: &[u8]) -> Vec<u8> {
    const HEAD: usize = 13;
    /// Bytes of the table of colours that a field of flags announces.
    const fn colours(flags: u8) -> usize {
        if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
    }
    let chain_end = |mut at: usize| loop {
        match *bytes.get(at)? {
            0 => return Some(at + 1),
            length => at += 1 + usize::from(length),
        }
    };
    let Some(head) = bytes.get(10).map(|flags| HEAD + colours(*flags)).filter(|head| *head <= bytes.len()) else {
        return bytes.to_vec();
    };
    copied(bytes, head, |at, clean| {
        let (end, stays) = match *bytes.get(at)? {
            b',' => (chain_end(at + 11 + colours(*bytes.get(at + 9)?))?, true),
            b'!' => {
                let content = bytes.get(at + 3..).unwrap_or_default();
                let loops = content.starts_with(b"NETSCAPE2.0") || content.starts_with(b"ANIMEXTS1.0");
                // timing of pictures; text over pictures; how often they are shown
                (chain_end(at + 2)?, matches!(bytes.get(at + 1)?, 0xf9 | 0x01) || loops)
            }
            b';' => {
                clean.push(b';');
                return Some(PartEnd::Last);
            }
            _ => return None,
        };
        if stays {
            clean.extend_from_slice(&bytes[at..end]);
        }
        Some(PartEnd::Next(end))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(parts: &[&[u8]]) -> Vec<u8> {
        parts.concat()
    }

    /// Says that of the parts of a picture those marked stay.
    fn check(parts: &[(bool, &[u8])]) {
        let whole: Vec<&[u8]> = parts.iter().map(|(_, part)| *part).collect();
        let clean: Vec<&[u8]> = parts.iter().filter(|(stays, _)| *stays).map(|(_, part)| *part).collect();
        assert_eq!(without_metadata(joined(&whole)), joined(&clean));
        assert_eq!(without_metadata(joined(&clean)), joined(&clean), "a second time changes nothing");
    }

    #[test]
    fn jpeg_keeps_pixels_and_colours() {
        check(&[
            (true, b"\xff\xd8"),
            (true, b"\xff\xe0\0\x08JFIF\0\x01"),
            (false, b"\xff\xe1\0\x0fExif\0\0canary!"),
            (false, b"\xff\xe1\0\x1ehttp://ns.adobe.com/xap/1.0/"),
            (true, b"\xff\xe2\0\x10ICC_PROFILE\0\x01\x01"),
            (false, b"\xff\xe2\0\x08MPF\0ab"),
            (false, b"\xff\xed\0\x0cPhotoshop!"),
            (false, b"\xff\xfe\0\x08canary"),
            (true, b"\xff\xee\0\x08Adobe\0"),
            (true, b"\xff\xda\0\x03\x01pix\xff\0el\xff\xd0s"),
            (true, b"\xff\xda\0\x03\x02more"),
            (true, b"\xff\xd9"),
            (false, b"a film behind the picture"),
        ]);
    }

    #[test]
    fn jpeg_keeps_which_side_is_up() {
        let exif = |side: u8| {
            let entries = [
                b"\x02\0\x01\x0f\x02\0\x04\0\0\0abc\0".as_slice(),
                &[0x12, 1, 3, 0, 1, 0, 0, 0, side, 0, 0, 0],
                b"\0\0\0\0canary",
            ];
            let exif = joined(&[b"Exif\0\0II*\0\x08\0\0\0", &joined(&entries)]);
            joined(&[b"\xff\xe1\0", &[u8::try_from(exif.len() + 2).unwrap()], &exif])
        };
        let picture = |notes: &[u8]| joined(&[b"\xff\xd8", notes, b"\xff\xda\0\x03\x01pixels\xff\xd9"]);
        assert_eq!(without_metadata(picture(&exif(6))), picture(&oriented(6)));
        assert_eq!(without_metadata(picture(&oriented(6))), picture(&oriented(6)));
        assert_eq!(without_metadata(picture(&exif(1))), picture(b""));
        assert_eq!(without_metadata(picture(&exif(9))), picture(b""));
    }

    #[test]
    fn png_keeps_what_changes_its_looks() {
        check(&[
            (true, b"\x89PNG\r\n\x1a\n"),
            (true, b"\0\0\0\x01IHDRx1234"),
            (false, b"\0\0\0\x06tEXtcanary1234"),
            (false, b"\0\0\0\x06eXIfcanary1234"),
            (false, b"\0\0\0\x01zzZzx1234"),
            (true, b"\0\0\0\x01pHYsx1234"),
            (true, b"\0\0\0\x03IDATabc1234"),
            (true, b"\0\0\0\0IEND1234"),
            (false, b"canary"),
        ]);
    }

    #[test]
    fn webp_says_its_length() {
        let clean = b"RIFF\x22\0\0\0WEBPVP8X\x02\0\0\0\x10\0VP8 \x03\0\0\0abc\0";
        let clean = joined(&[&clean[..4], &[u8::try_from(clean.len() - 8).unwrap(), 0, 0, 0], &clean[8..]]);
        let mut noted = joined(&[&clean, b"EXIF\x06\0\0\0canary"]);
        noted[4] = u8::try_from(noted.len() - 8).unwrap();
        noted[20] |= 0b1000;
        noted.extend_from_slice(b"canary");
        assert_eq!(without_metadata(noted), clean);
        assert_eq!(without_metadata(clean.clone()), clean);
    }

    #[test]
    fn gif_keeps_pictures_and_their_timing() {
        check(&[
            (true, b"GIF89a\x01\0\x01\0\x80\0\0abcdef"),
            (true, b"!\xff\x0bNETSCAPE2.0\x03\x01\0\0\0"),
            (false, b"!\xfe\x06canary\0"),
            (false, b"!\xff\x0bXMP DataXMP\x06canary\0"),
            (true, b"!\xf9\x04\0\0\0\0\0"),
            (true, b",\0\0\0\0\x01\0\x01\0\0\x02\x02L\x01\0"),
            (true, b";"),
            (false, b"canary"),
        ]);
    }

    #[test]
    fn from_the_first_damage_on_a_picture_stays_as_it_is() {
        for damaged in [
            b"\xff\xd8\xff".as_slice(),
            b"\xff\xd8\xff\xe1\xff\xff",
            b"\xff\xd8nothing",
            b"\x89PNG\r\n\x1a\n\xff\xff\xff\xffIDAT",
            b"RIFF\xff\xff\xff\xffWEBPVP8 \xff\xff\xff\xffa",
            b"GIF89a",
            b"GIF89a\0\0\0\0\xff\0\0",
            b"GIF89a\0\0\0\0\0\0\0!\xfe\xff",
            b"text",
            b"",
        ] {
            assert_eq!(without_metadata(damaged.to_vec()), damaged);
        }
    }
}
