//! `robots.txt` files that are made up, against a matcher that is plain and slow.

use std::fmt::Write;

use dechaff_fetch::Robots;
use url::Url;

use crate::roundtrip::Random;

/// What paths and patterns are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    /// Written as it is.
    Plain(char),
    /// A letter, or its escape.
    Letter(char),
    /// A character beyond ASCII, or its escapes in either case.
    Beyond,
    /// An escape that stands for another thing than its character does.
    Escaped,
    /// Any text in a pattern, itself in a path.
    Star,
    /// The end in a pattern that ends with it, otherwise itself.
    Dollar,
}

impl Sign {
    fn new(random: &mut Random) -> Self {
        match random.below(12) {
            0..4 => Self::Letter(*random.one_of(&['a', 'a', 'b', 'Z', '-'])),
            4..6 => Self::Plain('/'),
            6 => Self::Plain(*random.one_of(&['!', '=', '&', ';', ','])),
            7 => Self::Beyond,
            8 => Self::Escaped,
            9 => Self::Dollar,
            _ => Self::Star,
        }
    }

    /// How long its normal form is, in bytes.
    fn length(self) -> usize {
        match self {
            Self::Beyond => 6,
            Self::Escaped => 3,
            _ => 1,
        }
    }

    fn write(self, random: &mut Random, out: &mut String) {
        match self {
            Self::Letter(letter) if random.once_in(3) => {
                let _ = write!(out, "%{:02x}", u32::from(letter));
            }
            Self::Plain(letter) | Self::Letter(letter) => out.push(letter),
            Self::Beyond => out.push_str(random.one_of::<&str>(&["é", "%C3%A9", "%c3%a9"])),
            Self::Escaped => out.push_str(random.one_of::<&str>(&["%2F", "%2f"])),
            Self::Star => out.push('*'),
            Self::Dollar => out.push('$'),
        }
    }
}

fn signs(random: &mut Random) -> Vec<Sign> {
    (0..random.below(7)).map(|_| Sign::new(random)).collect()
}

fn written(signs: &[Sign], random: &mut Random) -> String {
    let mut out = String::new();
    for sign in signs {
        sign.write(random, &mut out);
    }
    out
}

/// Whether a path begins as a pattern says, tried in all ways.
fn matches(pattern: &[Sign], path: &[Sign]) -> bool {
    match pattern {
        [] => true,
        [Sign::Dollar] => path.is_empty(),
        [Sign::Star, rest @ ..] => (0..=path.len())
            .any(|skipped| path.get(skipped..).is_some_and(|left| matches(rest, left))),
        [first, rest @ ..] => {
            path.split_first().is_some_and(|(sign, left)| sign == first && matches(rest, left))
        }
    }
}

#[derive(Debug, Default)]
struct Group {
    is_ours: bool,
    is_everyones: bool,
    rules: Vec<(bool, Vec<Sign>)>,
}

impl Group {
    /// A group by chance, written into the file.
    fn write(random: &mut Random, file: &mut String) -> Self {
        let mut group = Self::default();
        for _ in 0..=random.below(2) {
            let name = *random.one_of(&["*", "Dechaff", "dechaff/2.0", "dechaffer", "other"]);
            group.is_ours |= name.to_ascii_lowercase().split('/').next() == Some("dechaff");
            group.is_everyones |= name == "*";
            let key = *random.one_of(&["User-agent:", "user-agent :", "USER-AGENT"]);
            let _ = write!(file, "{key} {name}{}", end(random));
        }
        for _ in 0..=random.below(4) {
            let allow = random.once_in(2);
            let mut pattern = signs(random);
            pattern.insert(0, if random.once_in(4) { Sign::Star } else { Sign::Plain('/') });
            let key = if allow { "Allow" } else { *random.one_of(&["Disallow", "disallow"]) };
            let _ = write!(file, "{key}: {}{}", written(&pattern, random), end(random));
            group.rules.push((allow, pattern));
        }
        group
    }
}

/// The end of a line, with lines after it that mean nothing.
fn end(random: &mut Random) -> &'static str {
    random.one_of::<&str>(&[
        "\n", "\n", "\r\n", "\r", " # a note\n", "\n\n", "\nHost: a.test\n", "\t\n",
    ])
}

/// Whether the rules allow a path: the longest that matches decides, and one that allows if two
/// are as long.
fn allowed(groups: &[Group], path: &[Sign]) -> bool {
    let is_named = groups.iter().any(|group| group.is_ours);
    let mine =
        groups.iter().filter(|group| if is_named { group.is_ours } else { group.is_everyones });
    let matching =
        mine.flat_map(|group| &group.rules).filter(|(_, pattern)| matches(pattern, path));
    let length = |pattern: &[Sign]| pattern.iter().map(|sign| sign.length()).sum::<usize>();
    let deciding = matching.max_by_key(|(allow, pattern)| (length(pattern), *allow));
    deciding.is_none_or(|(allow, _)| *allow)
}

/// What is wrong with how a file by chance is read: a path that it allows and should not, or the
/// other way round.
pub fn robots_fault(random: &mut Random) -> Option<String> {
    let mut file = String::new();
    let groups: Vec<_> = (0..=random.below(3)).map(|_| Group::write(random, &mut file)).collect();
    let robots = Robots::parse(file.as_bytes(), "dechaff");
    (0..8).find_map(|_| {
        let mut path = signs(random);
        path.insert(0, Sign::Plain('/'));
        let address = format!("https://quay.example{}", written(&path, random));
        let url = Url::parse(&address).ok()?;
        let wanted = allowed(&groups, &path);
        let given = robots.allows(&url);
        (given != wanted).then(|| format!("{url}: {given}, where {wanted} is right, by\n{file}"))
    })
}
