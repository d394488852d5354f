//! Manual pages.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use clap::{Command, CommandFactory};
use clap_mangen::Man;

use crate::args::Cli;
use crate::failure::Fatal;
use crate::help;

/// Writes a page for each command into a folder.
pub(crate) fn write(folder: &Path) -> Result<(), Fatal> {
    let fail = |error| Fatal::output(folder.display().to_string(), error);
    fs::create_dir_all(folder).map_err(fail)?;
    let mut whole = Cli::command().disable_help_subcommand(true);
    whole.build();
    let commands = std::iter::once(&whole).chain(whole.get_subcommands());
    for command in commands.filter(|command| !command.is_hide_set()) {
        let name = command.get_name();
        let file = if name == "dechaff" { name.into() } else { format!("dechaff-{name}") };
        let page = page(command, &file).map_err(fail)?;
        fs::write(folder.join(format!("{file}.1")), page).map_err(fail)?;
    }
    Ok(())
}

fn page(command: &Command, name: &str) -> io::Result<Vec<u8>> {
    let sections = help::sections(command);
    let man = Man::new(command.clone().display_name(name).version(env!("CARGO_PKG_VERSION")));
    let mut page = Vec::new();
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    if command.has_subcommands() {
        man.render_subcommands_section(&mut page)?;
    }
    for (heading, text) in sections {
        // Its lines stay as they are.
        writeln!(page, ".SH {}\n.nf\n{}\n.fi", heading.to_uppercase(), escaped(text))?;
    }
    Ok(page)
}

/// The text with what is a command of roff made plain, and hyphens that can be copied.
fn escaped(text: &str) -> String {
    text.lines()
        .map(|line| {
            let line = line.replace('\\', "\\e").replace('-', "\\-");
            if line.starts_with(['.', '\'']) { format!("\\&{line}") } else { line }
        })
        .collect::<Vec<_>>()
        .join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_no_command_of_roff() {
        assert_eq!(escaped(".x --y\n'z \\n"), "\\&.x \\-\\-y\n\\&'z \\en");
    }
}
