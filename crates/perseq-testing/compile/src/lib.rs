//! Nothing. The tests are the programs in `tests`, and those that the compiler must refuse.
