//! Notes of an import: the kinds of things that are converted or left out, and their words in the report.

/// Something that was converted or left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteKind {
    /// Tracked deletions.
    Deleted,
    /// Hidden text.
    Hidden,
    /// Struck text.
    Struck,
    /// A table of contents.
    Contents,
    /// Comments in the margin.
    Comments,
    /// Headers and footers.
    HeaderFooter,
    /// Reading aids above characters.
    Ruby,
    /// Prompts of content controls that were not filled in.
    Placeholders,
    /// Pictures.
    Images,
    /// Charts, diagrams and embedded files.
    Objects,
    /// Characters of symbol fonts that no other font has.
    Symbols,
    /// Formulas that have no form in one line.
    Formulas,
    /// Embedded documents of a format that is not read.
    Chunks,
    /// Links to files outside the document, which were not fetched.
    External,
    /// Macros.
    Macros,
    /// Text around the article: navigation of a site, page numbers.
    Boilerplate,
    /// Lines cut at a fixed width, joined.
    Wrapped,
    /// Bytes that are not in the text's encoding.
    Undecodable,
    /// Text nested too deeply to be read.
    TooDeep,
    /// Tables inside a cell, flattened.
    NestedTables,
    /// Marks left over by a conversion.
    Residue,
    /// Numbers of automatic lists, written out.
    Numbers,
    /// Tables, written as Markdown.
    Tables,
    /// Words of an upper table head over several columns.
    TableHead,
    /// Rows of a table that belong to one problem, joined into one row.
    JoinedRows,
    /// Tracked insertions, accepted.
    Inserted,
}

/// A kind of thing that was converted or left out, with its counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportNote {
    /// The kind.
    pub kind: NoteKind,
    /// How many places.
    pub places: usize,
    /// How many characters were left out, blanks not counted.
    pub characters: usize,
    /// Visible words before the first few places.
    pub after: Vec<String>,
}

impl NoteKind {
    /// Order of notes in the report: text left out before text converted.
    pub const fn rank(self) -> usize {
        self as usize
    }

    /// Whether the note has a count of characters.
    const fn has_characters(self) -> bool {
        !matches!(
            self,
            Self::Residue
                | Self::Numbers
                | Self::Tables
                | Self::NestedTables
                | Self::JoinedRows
                | Self::Inserted
                | Self::Images
                | Self::Objects
                | Self::Chunks
                | Self::External
                | Self::Macros
                | Self::Wrapped
        )
    }

    /// The kind and its fate in words, Chinese and English.
    const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Residue => ("删去转换残留", "leftovers of a conversion removed"),
            Self::Numbers => ("自动编号还原为文字", "automatic numbers written out"),
            Self::Tables => ("表格转为 Markdown 表格", "tables turned into Markdown"),
            Self::TableHead => {
                ("多层表头并为一行，略去上层文字", "table heads joined into one row; upper words left out")
            }
            Self::NestedTables => ("表格里的表格并入单元格，请核对", "tables inside cells flattened; please check"),
            Self::JoinedRows => ("同一问题的多行合并为一行", "rows of one problem joined into one"),
            Self::Inserted => ("修订中插入的内容已录入", "tracked insertions kept"),
            Self::Deleted => ("修订中删除的内容没有录入", "tracked deletions left out"),
            Self::Hidden => ("隐藏的文字没有录入", "hidden text left out"),
            Self::Struck => ("划掉的文字（删除线）没有录入", "struck text left out"),
            Self::Contents => ("目录没有录入", "table of contents left out"),
            Self::Comments => ("批注没有录入", "comments left out"),
            Self::HeaderFooter => ("页眉页脚没有录入", "headers and footers left out"),
            Self::Ruby => ("注音没有录入", "reading aids above characters left out"),
            Self::Placeholders => ("没有填写的提示文字没有录入", "prompts of empty content controls left out"),
            Self::Images => ("图片没有录入，需要的请另存后手工插入", "images left out; save and insert those you need"),
            Self::Objects => ("图表或嵌入对象没有录入，请核对", "charts or embedded objects left out; please check"),
            Self::Symbols => ("特殊符号无法转换，请核对", "symbols that cannot be converted; please check"),
            Self::Formulas => ("公式无法转换，请核对", "formulas that cannot be converted; please check"),
            Self::Chunks => ("嵌入的文档无法读取，请核对", "embedded documents that cannot be read; please check"),
            Self::External => ("指向文档以外的链接没有读取", "links to files outside the document not followed"),
            Self::Macros => ("宏没有录入", "macros left out"),
            Self::Boilerplate => ("正文以外的文字（导航、页码等）没有录入", "text around the article left out"),
            Self::Wrapped => ("按固定宽度断开的行已接回", "lines cut at a fixed width joined"),
            Self::Undecodable => ("无法解码的字节，请核对", "bytes that cannot be decoded; please check"),
            Self::TooDeep => ("嵌套过深的内容没有录入，请核对", "text nested too deeply left out; please check"),
        }
    }
}

impl ImportNote {
    /// The note in Chinese.
    pub fn zh(&self) -> String {
        let mut text = format!("{}：{} 处", self.kind.words().0, self.places.max(1));
        if self.kind.has_characters() {
            text.push_str(&format!("，{} 字", self.characters));
        }
        if !self.after.is_empty() {
            let after: Vec<String> = self.after.iter().map(|words| format!("“{words}”")).collect();
            text.push_str(&format!("（在{}之后）", after.join("、")));
        }
        text
    }

    /// The note in English.
    pub fn en(&self) -> String {
        let mut text = format!("{}: {}", self.kind.words().1, self.places.max(1));
        if self.kind.has_characters() {
            text.push_str(&format!(", {} characters", self.characters));
        }
        if !self.after.is_empty() {
            let after: Vec<String> = self.after.iter().map(|words| format!("“{words}”")).collect();
            text.push_str(&format!(" (after {})", after.join(", ")));
        }
        text
    }
}
