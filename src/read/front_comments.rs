//! The comments of a front matter, which no download may hold.

use super::split::Split;
use crate::text::span::Span;

/// The comments between the fences of `text`, each with the blanks before it. A download leaves them out.
pub fn comments(text: &str, split: &Split) -> Vec<Span> {
    let mut comments = Vec::new();
    let mut scan = CommentScan { quote: None, literal: false };
    for line in split.key_lines(text) {
        if let Some(at) = scan.line(line.of(text)) {
            let before = line.of(text)[..at].trim_end().len();
            comments.push(Span::new(line.start + before, line.end));
        }
    }
    comments
}

/// The search for `#` that begin a comment: outside quotes and outside text that is taken as it is.
struct CommentScan {
    /// The quotation mark that is open.
    quote: Option<char>,
    /// Whether indented lines are the text of a `|` or `>`.
    literal: bool,
}

impl CommentScan {
    /// Where the comment of the next line begins.
    fn line(&mut self, line: &str) -> Option<usize> {
        let is_indented = line.starts_with([' ', '\t']) || line.trim().is_empty();
        if self.literal && is_indented {
            return None;
        }
        let starts_key = !is_indented && !line.starts_with(['-', '#']);
        (self.literal, self.quote) = (false, self.quote.filter(|_| !starts_key));
        // what precedes a character: nothing or a blank, and before the blanks a mark after which a value begins
        let (mut before, mut mark) = (' ', ':');
        let mut escaped = false;
        for (at, c) in line.char_indices() {
            match self.quote {
                Some('"') if c == '\\' => escaped = !escaped,
                Some(open) if c == open && !escaped => self.quote = None,
                Some(_) => escaped = false,
                None if c == '#' && before.is_whitespace() => return Some(at),
                None if matches!(c, '"' | '\'') && matches!(mark, ':' | '：' | ',' | '[' | '{' | '-') => {
                    self.quote = Some(c);
                }
                None => {}
            }
            before = c;
            mark = if c.is_whitespace() { mark } else { c };
        }
        self.literal = self.quote.is_none() && is_literal(line);
        None
    }
}

/// Whether a line ends with `|`, `>` or one of their forms (`|-`, `>2`), so that its value is the text below.
fn is_literal(line: &str) -> bool {
    let end = line.trim_end().trim_end_matches(|c: char| matches!(c, '+' | '-') || c.is_ascii_digit());
    end.strip_suffix(['|', '>']).is_some_and(|before| before.ends_with([' ', '：', ':']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::split::split;

    fn comments_of(keys: &str) -> Vec<String> {
        let text = format!("---\n{keys}\n---\n正文 # 不是注释\n");
        comments(&text, &split(&text)).iter().map(|span| span.of(&text).to_owned()).collect()
    }

    #[test]
    fn comments_begin_outside_quotes_and_literal_text() {
        assert_eq!(comments_of("title: 甲 # 一\n# 二\nunit: 乙"), [" # 一", "# 二"]);
        assert_eq!(comments_of("title: '甲 # 乙' # 三\nid: \"a # \\\" # b\" # 四"), [" # 三", " # 四"]);
        assert_eq!(comments_of("contact: |\n  # 电话\n  1 # 2\n# 五\nunit: [甲, '# 乙'] # 六"), ["# 五", " # 六"]);
        assert_eq!(comments_of("tags: [甲, # 七\n  乙]\ntitle: it's # 八\nround: 第5轮#9"), [" # 七", " # 八"]);
        assert_eq!(comments_of("title: \"甲\n  # 还在引号里\"\nunit: 乙\t# 九"), ["\t# 九"]);
        assert_eq!(comments_of("updates:\n- 'x # y'\n- z # 十"), [" # 十"]);
    }
}
