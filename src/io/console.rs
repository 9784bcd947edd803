//! Windows consoles: whether they show colours, and whether the program was started by a double click.

use std::ffi::OsString;

/// Whether a terminal turns colour sequences into colours. Consoles of Windows 10 do after they are asked to; older ones
/// print them as text.
pub fn shows_colours() -> bool {
    #[cfg(windows)]
    return anstyle_query::windows::enable_ansi_colors() == Some(true) || anstyle_query::term_supports_ansi_color();
    #[cfg(not(windows))]
    true
}

/// Whether the program was double-clicked in Explorer, so that its window closes as soon as it ends.
pub fn is_double_clicked() -> bool {
    cfg!(windows) && !is_in_shell(|name| std::env::var_os(name))
}

/// Whether a shell started the program: each sets a variable that Explorer does not.
fn is_in_shell(variable: impl Fn(&str) -> Option<OsString>) -> bool {
    // cmd; Windows Terminal; Git Bash and the like
    let is_set = ["PROMPT", "WT_SESSION", "SHELL", "TERM"].iter().any(|name| variable(name).is_some());
    is_set || is_in_powershell(&variable)
}

/// PowerShell puts the user's own folder into a variable that everyone has.
fn is_in_powershell(variable: &impl Fn(&str) -> Option<OsString>) -> bool {
    let lower =
        |name| variable(name).map(|value| value.to_string_lossy().to_lowercase()).filter(|value| !value.is_empty());
    let (Some(modules), Some(home)) = (lower("PSModulePath"), lower("USERPROFILE")) else { return false };
    modules.split(';').any(|folder| folder.starts_with(&home))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shells_are_told_from_explorer() {
        const MACHINE: &str = r"C:\Program Files\WindowsPowerShell\Modules";
        let own = format!(r"c:\users\李\Documents\WindowsPowerShell\Modules;{MACHINE}");
        let explorer = [("USERPROFILE", r"C:\Users\李"), ("PSModulePath", MACHINE)];
        let with = |more: &[(&str, &str)]| {
            let all = [&explorer[..], more].concat();
            let find = |name: &str| all.iter().rev().find(|(key, _)| *key == name).map(|(_, value)| value.into());
            is_in_shell(find)
        };
        assert!(!with(&[]));
        for shell in [("PROMPT", "$P$G"), ("WT_SESSION", "1"), ("TERM", "xterm"), ("PSModulePath", &own)] {
            assert!(with(&[shell]), "{shell:?}");
        }
        assert!(!with(&[("USERPROFILE", "")]));
    }
}
