//! The command line's arguments and commands, defined with clap.

use clap::{Parser, Subcommand};

use super::global::Global;
use super::{
    apply, build, check, completions, explain, fmt, import, init, key, list, lsp, new, package, publish, releases,
    rollback, schema, serve, show, theme, verify,
};

/// 公示：把整改通报变成可检索的静态档案（a static site generator for disclosure notices）
#[derive(Debug, Parser)]
#[command(name = "gongshi", version, max_term_width = 100, after_long_help = EXAMPLES)]
pub struct Arguments {
    /// Options of every command.
    #[command(flatten)]
    pub global: Global,
    /// The command.
    #[command(subcommand)]
    pub command: Command,
}

const EXAMPLES: &str = "\
例（examples）:
  gongshi init 我的站点                新建一个站点（create a site）
  gongshi new \"关于……的通报\"           新建一份通报（create a notice）
  gongshi build                        把 content/ 生成到 public/（build the site）
  gongshi serve --open                 边写边看（live preview while writing）
  gongshi check                        检查全部通报（check all notices）
  gongshi -C 我的站点 build --strict   有任何警告就失败（fail on any warning）

退出码（exit codes）:
  0  完成（done）
  1  有问题（findings）
  2  用法、设置或主题有误（usage, settings or theme）
  3  环境或读写失败（environment or I/O）
  4  已有另一次运行（another run holds the lock）
  5  发布被拒绝或失败（publication refused or failed）
  6  校验不符（verification found differences）";

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// 新建站点（create a site）
    Init(init::InitArgs),
    /// 新建一份通报（create a notice）
    New(new::NewArgs),
    /// 把文本、Word 文档、网页转成通报（turn texts, Word documents and web pages into notices）
    Import(import::ImportArgs),
    /// 生成站点（build the site）
    Build(build::BuildArgs),
    /// 边写边看（live preview while writing）
    Serve(serve::ServeArgs),
    /// 看程序从通报里读出了什么（show the facts and items read from a notice）
    Show(show::ShowArgs),
    /// 检查通报（check notices）
    Check(check::CheckArgs),
    /// 列出通报，或其中要处理的（list the notices, or those that need attention）
    List(list::ListArgs),
    /// 整理通报里不用斟酌的毛病（fix formatting that needs no judgement）
    Fmt(fmt::FmtArgs),
    /// 说明一条检查规则（explain a rule）
    Explain(explain::ExplainArgs),
    /// 头部的 JSON Schema（the JSON Schema of the front matter）
    Schema(schema::SchemaArgs),
    /// 给编辑器用的语言服务（the language server for editors）
    Lsp(lsp::LspArgs),
    /// 主题：列出、检查、取出文件（themes: list, check, eject）
    Theme(theme::ThemeArgs),
    /// 命令补全（shell completions）
    Completions(completions::CompletionsArgs),
    /// 发布到目标（publish to a target）
    Publish(publish::PublishArgs),
    /// 列出目标上的版本（list the releases on a target）
    Releases(releases::ReleasesArgs),
    /// 退回上一版（roll back to an earlier release）
    Rollback(rollback::RollbackArgs),
    /// 核对在线的内容（verify the live site）
    Verify(verify::VerifyArgs),
    /// 打包，给不联网的机器（pack a release for a host without a network）
    Package(package::PackageArgs),
    /// 发布一个包（publish a package）
    Apply(apply::ApplyArgs),
    /// 签名用的密钥（keys for signing）
    Key(key::KeyArgs),
}
