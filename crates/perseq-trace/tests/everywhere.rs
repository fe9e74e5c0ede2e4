//! `event!` in a program for every system: where there are no sessions, nothing is evaluated. See the test of this name of `perseq`.

#![forbid(unsafe_code)]
#![allow(clippy::std_instead_of_core, reason = "test code")]

use std::cell::Cell;

use perseq_trace::{Level, Named, Names, event};

enum Colour {
    Red,
    Blue,
}

impl Names for Colour {
    const NAMES: &'static [(&'static str, i64)] = &[("red", 0), ("blue", 1)];

    fn value(&self) -> i64 {
        match self {
            Self::Red => 0,
            Self::Blue => 1,
        }
    }
}

#[test]
fn events_that_no_session_wants_evaluate_nothing() {
    let evaluated = Cell::new(0);
    let value = || {
        evaluated.set(evaluated.get() + 1);
        7_u32
    };
    event!(everywhere::happens);
    event!(everywhere::happens, number = value(), text = "a text", flag = true);
    event!(Debug, everywhere::detail, ratio = 0.5_f64, bytes = [1_u8, 2, 3], colour = Named(&Colour::Red));
    event!(Error, everywhere::fault, colour = Named(&Colour::Blue), number = value(),);
    assert_eq!(evaluated.get(), 0);
    assert!(Level::Error < Level::Debug);
}
