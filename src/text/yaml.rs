//! YAML whose parsing takes time in proportion to its length.

use serde::de::{DeserializeOwned, Error as _};
use serde_yaml::Error;

/// Most brackets that are open at once. The parser accepts half as many, but first looks at all open brackets again at
/// each further one: 120,000 of them took it 14 seconds.
const MAX_NESTING: i32 = 256;

/// Parses `yaml`.
///
/// # Errors
/// The parser's error; that of nesting where more brackets are open than it accepts, even in quotes.
pub fn parse<T: DeserializeOwned>(yaml: &str) -> Result<T, Error> {
    let mut depth = 0;
    let too_deep = yaml.bytes().position(|byte| {
        depth += match byte {
            b'[' | b'{' => 1,
            b']' | b'}' if depth > 0 => -1,
            _ => 0,
        };
        depth > MAX_NESTING
    });
    let Some(too_deep) = too_deep else { return serde_yaml::from_str(yaml) };
    // its beginning is enough for the parser to say where
    serde_yaml::from_str::<T>(&yaml[..too_deep]).and_then(|_| Err(Error::custom("recursion limit exceeded")))
}

#[cfg(test)]
mod tests {
    use serde_yaml::Value;

    use super::*;

    #[test]
    fn brackets_are_refused_where_the_parser_refuses_them() {
        for (words, is_refused) in
            [("[".repeat(100_000), true), (format!("'{}'", "{".repeat(300)), true), ("[]".repeat(300), false)]
        {
            let error = parse::<Value>(&format!("a: 1\nb: \"{}\"", words.replace('\'', ""))).err();
            assert_eq!(error.is_some(), is_refused, "{error:?}");
        }
        let error = parse::<Value>(&format!("a: 1\nb: {}", "[".repeat(100_000))).unwrap_err();
        assert!(error.to_string().contains("recursion limit") && error.location().is_some(), "{error}");
        assert!(parse::<Value>(&format!("a: {}{}", "[".repeat(100), "]".repeat(100))).is_ok());
    }
}
