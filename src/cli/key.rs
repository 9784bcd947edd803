//! `gongshi key`: the keys that sign releases, and signatures of single files.

use std::ffi::OsString;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::{Args, Subcommand};

use super::assemble::{SECRET_KEY, secret_key};
use super::verify::public_key;
use super::{Exit, ExitError, Session};
use crate::io::input;
use crate::publish::release::signature::SecretKey;

/// Arguments of `gongshi key`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
例（examples）:
  gongshi key new                            在站点的文件夹里写 gongshi.key（保密）和 gongshi.pub（公开）
  gongshi verify intranet --key gongshi.pub  以后任何人都可以核对
  gongshi key sign SHA256SUMS                给单个文件签名，写到 SHA256SUMS.sig
  gongshi key verify SHA256SUMS --key gongshi.pub")]
pub struct KeyArgs {
    #[command(subcommand)]
    command: KeyCommand,
}

/// Subcommands for keys.
#[derive(Debug, Subcommand)]
enum KeyCommand {
    /// 新建一对密钥；站点里有 gongshi.key，发布就会签名（create a key pair; a site with gongshi.key signs its releases）
    New,
    /// 给一个文件签名，签名写在旁边的 .sig 里（sign a file; the signature goes into a .sig beside it）
    Sign {
        /// 要签名的文件（the file to sign）
        file: PathBuf,
    },
    /// 核对一个文件旁边 .sig 里的签名（check a file against the signature in the .sig beside it）
    Verify {
        /// 签过名的文件（the signed file）
        file: PathBuf,
        /// 公钥文件，或公钥本身（the public key, or its file）
        #[arg(long, value_name = "KEY")]
        key: String,
    },
}

const PUBLIC_KEY: &str = "gongshi.pub";

/// Largest file that is signed, in bytes: the files of a release of this program have 10 to 20 MB.
const SIGNED: u64 = 1 << 30;

/// Runs `gongshi key`.
pub(super) fn run(session: &Session, args: &KeyArgs) -> Result<Exit> {
    match &args.command {
        KeyCommand::New => new(session),
        KeyCommand::Sign { file } => sign(session, file),
        KeyCommand::Verify { file, key } => verify(session, file, key),
    }
}

/// File of the signature of `file`.
fn signature_of(file: &Path) -> PathBuf {
    let mut path = OsString::from(file);
    path.push(".sig");
    path.into()
}

fn sign(session: &Session, file: &Path) -> Result<Exit> {
    let no_key = || {
        let message = session.language.pick(
            "没有 gongshi.key，不能签名。先用 gongshi key new 新建，或用 -C 指明它所在的文件夹。",
            "there is no gongshi.key to sign with. Create one with gongshi key new, or name its folder with -C.",
        );
        ExitError::new(Exit::Unable, message.to_owned())
    };
    let key = secret_key(session)?.ok_or_else(no_key)?;
    let bytes = input::read(file, SIGNED).with_context(|| file.display().to_string())?;
    let signature = signature_of(file);
    std::fs::write(&signature, key.sign(&bytes)).with_context(|| signature.display().to_string())?;
    session.print(format!("{}\n", signature.display()));
    Ok(Exit::Done)
}

fn verify(session: &Session, file: &Path, key: &str) -> Result<Exit> {
    let key = public_key(session, key)?;
    let bytes = input::read(file, SIGNED).with_context(|| file.display().to_string())?;
    let path = signature_of(file);
    let signature = input::read_text(&path, input::SMALL).with_context(|| path.display().to_string())?;
    if !key.verifies(&bytes, &signature) {
        let name = file.display();
        let message = session.language.pick(
            format!("{name} 的签名不符：文件被改过，或者是用别的密钥签的"),
            format!("the signature of {name} is wrong: the file was changed, or signed with another key"),
        );
        return Err(ExitError::new(Exit::Differs, message).into());
    }
    session.info(session.language.pick("签名相符。", "The signature is right."));
    Ok(Exit::Done)
}

/// Writes a new key pair. Existing keys are not overwritten.
fn new(session: &Session) -> Result<Exit> {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).map_err(|error| anyhow::anyhow!("{error}"))?;
    let key = SecretKey::from_seed(&seed);
    let path = session.folder.root().join(SECRET_KEY);
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = match options.open(&path) {
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            let message = session.language.pick("已经有了，没有改动", "already exists; nothing was changed");
            return Err(ExitError::new(Exit::Unable, format!("{} {message}", path.display())).into());
        }
        opened => opened.with_context(|| path.display().to_string())?,
    };
    file.write_all(key.text().as_bytes()).with_context(|| path.display().to_string())?;
    let public = session.folder.root().join(PUBLIC_KEY);
    std::fs::write(&public, key.public().text()).with_context(|| public.display().to_string())?;
    session.print(format!("{}\n", public.display()));
    session.info(session.language.pick(
        "gongshi.key 要保密，不要提交到版本库；gongshi.pub 可以公开。以后发布都会签名。",
        "Keep gongshi.key secret and out of the repository; gongshi.pub may be published. From now on releases are signed.",
    ));
    Ok(Exit::Done)
}
