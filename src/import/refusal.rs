//! Why a file is no notice: one clear reason.

use std::fmt;

/// Why a file was not imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is no text in it.
    Empty,
    /// It is no text and no format we read.
    Binary,
    /// It is text in an encoding we do not read.
    Encoding,
    /// It needs a password.
    Encrypted,
    /// It is in Word's format of before 2007.
    OldWord,
    /// It is a spreadsheet, or was exported from one.
    Spreadsheet,
    /// It is a PDF.
    Pdf,
    /// It is an RTF.
    Rtf,
    /// It is a zip, but no Word document.
    Archive,
    /// It is damaged.
    Damaged,
    /// Unpacked it is larger than any notice.
    TooLarge,
}

impl Refusal {
    /// The reason's name, for programs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "import-empty",
            Self::Binary => "import-binary",
            Self::Encoding => "import-encoding",
            Self::Encrypted => "import-encrypted",
            Self::OldWord => "import-old-word",
            Self::Spreadsheet => "import-spreadsheet",
            Self::Pdf => "import-pdf",
            Self::Rtf => "import-rtf",
            Self::Archive => "import-archive",
            Self::Damaged => "import-damaged",
            Self::TooLarge => "import-too-large",
        }
    }

    /// The reason and the way out in Chinese.
    pub const fn zh(self) -> &'static str {
        match self {
            Self::Empty => "文件里没有文字",
            Self::Binary => "不是文本，也不是能读的文档；可以导入 .txt、.md、.docx 和网页",
            Self::Encoding => "文字编码不是 UTF-8、UTF-16 或 GB18030；请另存为 UTF-8 文本",
            Self::Encrypted => "文档加了密码；请去掉密码后另存为 .docx",
            Self::OldWord => "这是旧版 .doc 文档；请在 WPS 或 Word 里另存为 .docx",
            Self::Spreadsheet => "这是表格数据，不是通报",
            Self::Pdf => "这是 PDF；请从原来的 Word 文档导入，或复制文字存为 .txt",
            Self::Rtf => "这是 RTF 文档；请在 WPS 或 Word 里另存为 .docx",
            Self::Archive => "这是压缩包，不是 Word 文档",
            Self::Damaged => "文档已损坏；请在 WPS 或 Word 里打开后另存一份",
            Self::TooLarge => "文档解开后大得不像通报，没有读取",
        }
    }

    /// The same in English.
    pub const fn en(self) -> &'static str {
        match self {
            Self::Empty => "there is no text in this file",
            Self::Binary => "neither text nor a document we read; .txt, .md, .docx and web pages can be imported",
            Self::Encoding => "the encoding is not UTF-8, UTF-16 or GB18030; save it as UTF-8 text",
            Self::Encrypted => "the document has a password; save it as .docx without one",
            Self::OldWord => "this is an old .doc document; save it as .docx in WPS or Word",
            Self::Spreadsheet => "this is a spreadsheet's data, not a notice",
            Self::Pdf => "this is a PDF; import the Word document it was made from, or save its words as .txt",
            Self::Rtf => "this is an RTF document; save it as .docx in WPS or Word",
            Self::Archive => "this is an archive, not a Word document",
            Self::Damaged => "the document is damaged; open it in WPS or Word and save it anew",
            Self::TooLarge => "unpacked, the document is too large to be a notice; it was not read",
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.zh())
    }
}

impl std::error::Error for Refusal {}

/// What a compound file is: an encrypted document keeps a stream of that name, spreadsheets one named Workbook.
pub fn of_compound(bytes: &[u8]) -> Refusal {
    let holds = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        memchr::memmem::find(bytes, &name).is_some()
    };
    match () {
        () if holds("EncryptedPackage") => Refusal::Encrypted,
        () if holds("WordDocument") => Refusal::OldWord,
        () if holds("Workbook") || holds("Book") => Refusal::Spreadsheet,
        () => Refusal::Binary,
    }
}
