//! Options that every command accepts.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// Options of every command.
#[derive(Debug, Args)]
pub struct Global {
    /// 站点所在的文件夹（the site's folder）
    #[arg(short = 'C', long = "directory", global = true, value_name = "DIR")]
    pub directory: Option<PathBuf>,
    /// 只显示问题和错误（print only findings and errors）
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// 显示更多细节（print details）
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    pub verbose: bool,
    /// 何时用颜色（when to use colours; NO_COLOR turns them off）
    #[arg(long = "color", global = true, value_enum, default_value_t = Colour::Auto, value_name = "WHEN")]
    pub colour: Colour,
    /// 消息的语言（the language of messages）
    #[arg(long = "lang", global = true, value_name = "zh|en", value_parser = ["zh", "en"])]
    pub language: Option<String>,
}

/// When messages have colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    /// On a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}
