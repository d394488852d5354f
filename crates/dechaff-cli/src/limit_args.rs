//! Arguments that bound what one page may cost.

use std::time::Duration;

use clap::Args;
use dechaff::Limits;

use crate::network::seconds;

/// Bounds of one page, each by the name that a warning says.
#[derive(Debug, Args)]
#[command(next_help_heading = "Limits")]
pub(crate) struct LimitArgs {
    /// Bytes of input that are read, after unpacking; 16 MiB hold any page that people read
    /// [default: 16M]
    #[arg(id = "max-input-bytes", long = "max-input-bytes", value_name = "BYTES", value_parser = bytes)]
    input_bytes: Option<usize>,
    /// Depth of the element tree; no page looked at was deeper than 43 [default: 512]
    #[arg(id = "max-depth", long = "max-depth", value_name = "N", value_parser = count)]
    depth: Option<usize>,
    /// Nodes of the tree, or lines of a plain text; they bound the memory [default: 250000]
    #[arg(id = "max-nodes", long = "max-nodes", value_name = "N", value_parser = count)]
    nodes: Option<usize>,
    /// Attributes of one element, since parsers compare each with all before it
    /// [default: 1000]
    #[arg(id = "max-attributes", long = "max-attributes", value_name = "N", value_parser = count)]
    attributes: Option<usize>,
    /// Looks of the parser at open elements, a bound on its work that is the same on every
    /// machine; a large page takes a million [default: 50000000]
    #[arg(id = "max-parse-steps", long = "max-parse-steps", value_name = "N", value_parser = count)]
    parse_steps: Option<usize>,
    /// Seconds for parsing; large real pages take a tenth of one [default: 2]
    #[arg(id = "max-parse-time", long = "max-parse-time", value_name = "SECONDS", value_parser = seconds)]
    parse_time: Option<Duration>,
    /// Seconds for the whole extraction [default: 5]
    #[arg(id = "max-total-time", long = "max-total-time", value_name = "SECONDS", value_parser = seconds)]
    total_time: Option<Duration>,
    /// Columns or rows that one table cell may span, as in browsers [default: 1000]
    #[arg(id = "max-table-span", long = "max-table-span", value_name = "N", value_parser = count)]
    table_span: Option<usize>,
    /// Cells of all tables of a page, with those that spans fill [default: 100000]
    #[arg(id = "max-table-cells", long = "max-table-cells", value_name = "N", value_parser = count)]
    table_cells: Option<usize>,
    /// Bytes of all addresses in the content, since a base makes each of them longer
    /// [default: 16M]
    #[arg(id = "max-link-bytes", long = "max-link-bytes", value_name = "BYTES", value_parser = bytes)]
    link_bytes: Option<usize>,
    /// Bytes of one script of JSON-LD, and of all data for scripts [default: 1M]
    #[arg(id = "max-json-ld-bytes", long = "max-json-ld-bytes", value_name = "BYTES", value_parser = bytes)]
    json_ld_bytes: Option<usize>,
}

impl LimitArgs {
    /// Sets the bounds that were given.
    pub(crate) fn apply(&self, limits: &mut Limits) {
        let set = |limit: &mut usize, given: Option<usize>| *limit = given.unwrap_or(*limit);
        set(&mut limits.input_bytes, self.input_bytes);
        set(&mut limits.depth, self.depth);
        set(&mut limits.nodes, self.nodes);
        set(&mut limits.attributes, self.attributes);
        set(&mut limits.parse_steps, self.parse_steps);
        set(&mut limits.table_span, self.table_span);
        set(&mut limits.table_cells, self.table_cells);
        set(&mut limits.link_bytes, self.link_bytes);
        set(&mut limits.json_ld_bytes, self.json_ld_bytes);
        limits.parse_time = self.parse_time.unwrap_or(limits.parse_time);
        limits.total_time = self.total_time.unwrap_or(limits.total_time);
    }
}

fn count(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(0) => Err("must be more than 0".into()),
        Ok(number) => Ok(number),
        Err(_) => Err("not a number".into()),
    }
}

/// A number of bytes, or with `K`, `M` or `G` of so many times 1,024.
pub(crate) fn bytes(text: &str) -> Result<usize, String> {
    let units = [("k", 1 << 10), ("m", 1 << 20), ("g", 1 << 30)];
    let lower = text.to_ascii_lowercase();
    let found = units.into_iter().find_map(|(name, unit)| Some((lower.strip_suffix(name)?, unit)));
    let (number, unit) = found.unwrap_or((&lower, 1));
    count(number)?.checked_mul(unit).ok_or_else(|| "too large a number".into())
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, Parser};
    use dechaff::Limit;

    use super::*;
    use crate::args::Cli;

    fn limits(args: &[&str]) -> Limits {
        let cli = Cli::try_parse_from([&["dechaff"], args].concat()).unwrap();
        let mut limits = Limits::default();
        cli.clean.common.limits.apply(&mut limits);
        limits
    }

    fn flag(limit: Limit) -> String {
        format!("--max-{}", limit.name().replace('_', "-"))
    }

    #[test]
    fn each_limit_can_be_set_by_its_name() {
        for limit in Limit::ALL {
            let time = matches!(limit, Limit::ParseTime | Limit::TotalTime);
            let expected = if time { 7_000 } else { 7 };
            assert_eq!(limits(&[&flag(limit), "7"]).value(limit), expected, "{limit}");
        }
    }

    #[test]
    fn the_help_tells_the_default_of_each_limit() {
        let help = Cli::command().render_long_help().to_string();
        let help: Vec<&str> = help.split_whitespace().collect();
        let help = help.join(" ");
        for limit in Limit::ALL {
            let after = help.split_once(&flag(limit)).unwrap().1;
            let default = after.split_once("[default: ").unwrap().1.split_once(']').unwrap().0;
            let given = limits(&[&flag(limit), default]);
            assert_eq!(given.value(limit), Limits::default().value(limit), "{limit}");
        }
    }

    #[test]
    fn sizes_may_have_units_and_nothing_else() {
        assert_eq!(bytes("3k"), Ok(3 << 10));
        assert_eq!(bytes("2M"), Ok(2 << 20));
        assert_eq!(bytes("5"), Ok(5));
        for bad in ["", "0", "-1", "1.5M", "M", "1T", "99999999999999999999", "99999999999999999G"]
        {
            assert!(bytes(bad).is_err(), "{bad}");
        }
    }
}
