//! `api-client coverage`: which documented endpoints the spec covers.

use api_client_generator::coverage::{Coverage, SectionCoverage, coverage};

use crate::arguments::{Context, CoverageOptions, Format};
use crate::report::{Outcome, Report};
use crate::spec;

pub(crate) fn run(options: &CoverageOptions, context: &Context) -> Report {
    let Some(resolved) = spec::resolve(context)? else { return Ok(Outcome::Findings) };
    let coverage = coverage(resolved.api());
    match options.format {
        Format::Json => println!("{}", serde_json::to_string_pretty(&coverage)?),
        Format::Text => print(&coverage),
    }
    Ok(Outcome::Fine)
}

fn print(coverage: &Coverage) {
    for product in &coverage.products {
        println!("{}  {} of {}", product.title, product.covered, product.documented);
        for section in &product.sections {
            println!("  {:<20} {:>3} of {:>3}{}", section.title, section.covered, section.documented, notes(section));
            for missing in &section.missing {
                println!("    missing: {} ({})", missing.title, missing.id);
                println!("      {}", missing.reason);
            }
        }
    }
    let missing: usize =
        coverage.products.iter().flat_map(|product| &product.sections).map(|section| section.missing.len()).sum();
    println!();
    println!(
        "{} of {} documented endpoints covered: {} directly, {} by a substitute; {missing} missing with a reason",
        coverage.covered,
        coverage.documented,
        coverage.covered.saturating_sub(coverage.substituted),
        coverage.substituted,
    );
    if coverage.beyond > 0 {
        println!("{} operations without a documented endpoint", coverage.beyond);
    }
}

fn notes(section: &SectionCoverage) -> String {
    let counts: Vec<String> = section
        .evidence
        .iter()
        .map(|count| format!("{} {}", count.endpoints, count.evidence.replace('_', " ")))
        .collect();
    let substitutes = match section.substituted {
        0 => None,
        count => Some(format!("{count} by a substitute")),
    };
    let counts: Vec<String> = counts.into_iter().chain(substitutes).collect();
    let mut text = if counts.is_empty() { String::new() } else { format!("  ({})", counts.join(", ")) };
    if !section.open.is_empty() {
        text.push_str(&format!("  {} not covered yet", section.open.len()));
    }
    text
}
