//! What `-h` and `--help` show beyond the arguments themselves.

use clap::Command;

/// Options that `-h` lists too: those that people type most.
const SHORT: [&str; 17] = [
    "all", "dedup", "drop", "feeds", "format", "help", "input", "input_file", "jobs", "keep",
    "output", "output_dir", "quiet", "resume", "sources", "verbose", "version",
];

/// Examples of a command, by its name.
const EXAMPLES: [(&str, &str); 6] = [
    ("dechaff", include_str!("dechaff.txt")),
    ("explain", include_str!("explain.txt")),
    ("report", include_str!("report.txt")),
    ("links", include_str!("links.txt")),
    ("crawl", include_str!("crawl.txt")),
    ("completions", include_str!("completions.txt")),
];

/// Sections that are the same for all commands that clean pages.
const COMMON: [(&str, &str); 2] = [
    ("Exit status", include_str!("exit_status.txt")),
    ("Files and variables", include_str!("files.txt")),
];

/// What follows the options in the long help and in the manual: headings and texts.
pub(crate) fn sections(command: &Command) -> Vec<(&'static str, &'static str)> {
    let name = command.get_name();
    let examples = EXAMPLES.iter().find(|(of, _)| *of == name);
    let examples = examples.map(|(_, text)| ("Examples", *text));
    let common = COMMON.iter().filter(|_| takes_settings(command)).copied();
    examples.into_iter().chain(common).collect()
}

/// Whether a command reads options from a file and the environment, as all do that read pages.
pub(crate) fn takes_settings(command: &Command) -> bool {
    command.get_arguments().any(|arg| arg.get_id() == "no_config")
}

/// Adds these sections, and shortens `-h`.
pub(crate) fn complete(command: Command) -> Command {
    complete_one(command).mut_subcommands(complete_one)
}

fn complete_one(command: Command) -> Command {
    let sections = sections(&command);
    let long: Vec<String> = sections
        .into_iter()
        .map(|(heading, text)| {
            let lines = text.lines().map(|line| format!("  {line}").trim_end().to_owned());
            format!("{heading}:\n{}", lines.collect::<Vec<_>>().join("\n"))
        })
        .collect();
    let command = command.after_long_help(long.join("\n\n"));
    if !takes_settings(&command) {
        return command;
    }
    let more = match command.get_name() {
        "dechaff" => "All options, with examples: dechaff --help".to_owned(),
        name => format!("All options, with examples: dechaff {name} --help"),
    };
    let command = command.after_help(more);
    command.mut_args(|arg| {
        let is_short = SHORT.contains(&arg.get_id().as_str());
        arg.hide_short_help(!is_short)
    })
}
