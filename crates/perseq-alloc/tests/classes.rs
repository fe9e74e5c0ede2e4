//! Sizes and alignments, all of them.

use perseq_alloc::internal::Class;

#[test]
fn every_size_has_the_smallest_class_that_has_room() {
    let sizes: Vec<_> = Class::all().map(Class::size).collect();
    assert_eq!(sizes.len(), Class::COUNT);
    assert!(sizes.is_sorted_by(|one, two| one < two));
    for size in (0..=20_000).chain((20_000..=Class::LARGEST).step_by(61)).chain([Class::LARGEST]) {
        let class = Class::of(size, 16).expect("a class").size();
        let smallest = sizes.iter().find(|&&class| class >= size.max(9));
        assert_eq!(Some(&class), smallest, "{size}");
        assert!(size < 64 || class <= size + size / 4, "{size} takes {class}");
    }
    assert_eq!(Class::of(8, 8).map(Class::size), Some(8));
    assert_eq!(Class::of(0, 1).map(Class::size), Some(8));
    assert_eq!(Class::of(8, 16).map(Class::size), Some(16));
    assert_eq!(Class::of(Class::LARGEST + 1, 1), None);
    assert_eq!(Class::of(usize::MAX, 1), None);
}

#[test]
fn a_class_has_the_alignment_that_was_asked_for() {
    for exponent in 0..=18 {
        let align = 1 << exponent;
        for size in (0..=3000).chain((3000..=Class::LARGEST).step_by(997)) {
            let class = Class::of(size, align).expect("a class");
            assert!(
                class.size() >= size && class.size().is_multiple_of(align),
                "{size} at {align}: {class:?}"
            );
        }
    }
    assert_eq!(Class::of(1, Class::LARGEST * 2), None);
    // No more than it takes.
    assert_eq!(Class::of(192, 64).map(Class::size), Some(192));
    assert_eq!(Class::of(200, 64).map(Class::size), Some(256));
}

#[test]
fn the_object_at_an_offset_is_the_quotient() {
    for class in Class::all() {
        for offset in 0..class.span_bytes() {
            assert_eq!(class.locate(offset), (offset / class.size(), offset % class.size()), "{class:?}");
        }
        assert!(class.objects() >= 4 && class.objects() <= 1024, "{class:?}");
        assert!((2..=32).contains(&class.batch()));
    }
}
