fn main() {
    let stack = perseq::ArrayStack::<usize>::try_new(4).unwrap();
    let mut kept = None;
    stack.with_row(0, |view| kept = Some(view)).unwrap();
}
