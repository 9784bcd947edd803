//! The blocks and links of a text as Markdown sees them. The only file of this room that knows the Markdown parser.

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Parser, Tag};

use super::plain::{self, Plain};
use crate::notice::Link;
use crate::text::comments::without_html;
use crate::text::percent::target_decoded;
use crate::text::span::Span;

/// A stretch of the source that Markdown sees as one thing.
pub(super) struct MarkdownBlock {
    pub(super) span: Span,
    pub(super) kind: BlockKind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum BlockKind {
    Heading(u8),
    Paragraph,
    Head,
    Cells,
    Code,
    Other,
}

/// Deeper nesting is not looked into.
const DEEPEST: usize = 100;

pub(super) fn blocks(source: &str, body: Span) -> (Vec<MarkdownBlock>, Vec<Link>) {
    match plain::blocks(body.of(source)) {
        Some(plain) => (plain.into_iter().map(|plain| block(&plain, body.start)).collect(), Vec::new()),
        None => parsed(source, body),
    }
}

/// A block of a plain text that starts at `start` in the source.
fn block(plain: &Plain, start: usize) -> MarkdownBlock {
    let span = Span::new(start + plain.span.start, start + plain.span.end);
    MarkdownBlock { span, kind: plain.level.map_or(BlockKind::Paragraph, BlockKind::Heading) }
}

/// The blocks and links as the Markdown parser sees them.
fn parsed(source: &str, body: Span) -> (Vec<MarkdownBlock>, Vec<Link>) {
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES;
    let (mut blocks, mut links, mut depth) = (Vec::new(), Vec::new(), 0usize);
    let seen = without_html(body.of(source));
    for (event, range) in Parser::new_ext(&seen, options).into_offset_iter() {
        let span = Span::new(body.start + range.start, body.start + range.end);
        let tag = match event {
            Event::Start(tag) => tag,
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                continue;
            }
            _ => continue,
        };
        depth += 1;
        let kind = match tag {
            _ if depth > DEEPEST => continue,
            Tag::Heading { level, .. } => BlockKind::Heading(level as u8),
            Tag::Paragraph | Tag::Item => BlockKind::Paragraph,
            Tag::TableHead => BlockKind::Head,
            Tag::TableRow => BlockKind::Cells,
            Tag::CodeBlock(CodeBlockKind::Fenced(_)) => BlockKind::Code,
            Tag::CodeBlock(CodeBlockKind::Indented) | Tag::HtmlBlock => BlockKind::Other,
            // <name@example.org> leads to a mailbox
            Tag::Link { link_type: LinkType::Email, .. } => continue,
            Tag::Link { dest_url, .. } => {
                links.push(Link { target: target_decoded(&dest_url), span, image: false });
                continue;
            }
            Tag::Image { dest_url, .. } => {
                links.push(Link { target: target_decoded(&dest_url), span, image: true });
                continue;
            }
            _ => continue,
        };
        blocks.push(MarkdownBlock { span, kind });
    }
    blocks.sort_by_key(|block| block.span.start);
    (blocks, links)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Blocks by their words, which the parser and we end in different places.
    fn seen(blocks: &[MarkdownBlock], text: &str) -> Vec<(String, Option<u8>)> {
        let level = |kind| if let BlockKind::Heading(level) = kind { Some(level) } else { None };
        blocks.iter().map(|block| (block.span.of(text).trim().to_owned(), level(block.kind))).collect()
    }

    const SOUP: [&str; 40] = [
        "甲",
        "乙。",
        "关于“丙”",
        "　",
        " ",
        "   ",
        "    ",
        "\n",
        "\n",
        "\n\n",
        "\r\n",
        "\t",
        "# ",
        "## ",
        "###### ",
        "####### ",
        "#",
        " #",
        "1.",
        "1. ",
        "2)",
        "2、",
        "- ",
        "-",
        "* ",
        "**",
        "+ ",
        "<",
        "<关",
        "<p>",
        "\\",
        "&amp;",
        "===",
        "---",
        "_",
        "> ",
        "~~~",
        ": ",
        "0",
        "|",
    ];

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { cases: 50_000, failure_persistence: None, ..Default::default() })]

        #[test]
        fn the_plain_reader_equals_the_markdown_parser(pieces in proptest::collection::vec(0..SOUP.len(), 0..16)) {
            let text: String = pieces.into_iter().map(|at| SOUP[at]).collect();
            if let Some(plain) = plain::blocks(&text) {
                let own: Vec<MarkdownBlock> = plain.iter().map(|plain| block(plain, 0)).collect();
                proptest::prop_assert_eq!(seen(&own, &text), seen(&parsed(&text, Span::new(0, text.len())).0, &text));
            }
        }
    }

    #[test]
    fn plain_blocks_are_what_the_parser_sees() {
        let texts = [
            "标题\n正文一。\n\n  正文二\n三\n",
            "# 一\n## 二\n正文\n### 三\n#四\n####### 七\n\n\n尾",
            "　　缩进\r\n第二行\r\n\r\n1.关于“问题”\r\n2、整改\r\n",
            "<关于条例>的办法\n2024年3月\n   ## 缩进的标题\n",
            "",
            "\n\n",
        ];
        for text in texts {
            let body = Span::new(0, text.len());
            let plain = plain::blocks(text).unwrap_or_else(|| panic!("{text} is plain"));
            let own: Vec<MarkdownBlock> = plain.iter().map(|plain| block(plain, 0)).collect();
            assert_eq!(seen(&own, text), seen(&parsed(text, body).0, text), "{text}");
        }
        for text in ["1. 关于", "- 一", "a | b", "标题\n===", "    code", "<p>", "[a](b)", "> 引", "\t制表", "甲\r乙"]
        {
            assert_eq!(plain::blocks(text), None, "{text}");
        }
    }
}
