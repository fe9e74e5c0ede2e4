//! From an address to what is there.

use core::ptr::NonNull;

use super::{Heap, index::SpanId};
use crate::{
    classes::{Class, PAGE},
    pages::Pages,
    report::{self, Misuse},
};

/// The kind of an address, as far as the heap's records say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// In an object of a class, in use or free, which starts at `start`.
    Small {
        /// The object's class.
        class: Class,
        /// The object's first byte.
        start: NonNull<u8>,
    },
    /// A large object's first byte.
    Large {
        /// Bytes that the object has.
        size: usize,
    },
    /// Neither.
    Foreign,
}

impl<P: Pages> Heap<P> {
    /// The class of the objects around an address: what `free` needs. An address that is in no object may have one, too.
    ///
    /// # Cost
    /// No lock: three words of one line and a byte of the page map, where the address is in the first region.
    #[inline]
    pub fn class_of(&self, address: *const u8) -> Option<Class> {
        self.regions.class_at(address.addr())
    }

    /// The entry of the page that an address is in, if that is in the first region: 0, or its class's number, plus 1.
    #[inline(always)]
    pub(crate) fn entry_of(&self, address: *const u8) -> Option<u8> {
        self.regions.entry_at(address.addr())
    }

    /// The kind of an address.
    ///
    /// # Cost
    /// No lock in the heap's regions; elsewhere that of large objects.
    pub fn kind_of(&self, address: *const u8) -> Kind {
        let Some(page) = self.regions.page_of(address.addr()) else {
            return self.large_size(address.addr()).map_or(Kind::Foreign, |size| Kind::Large { size });
        };
        let Some(class) = self.regions.class_of(page) else { return Kind::Foreign };
        let Ok((id, object, _)) = self.locate(class, address.addr()) else { return Kind::Foreign };
        let Some(first) = self.regions.span(&self.pages, id).page() else { return Kind::Foreign };
        if object >= class.objects() {
            return Kind::Foreign;
        }
        let span = self.regions.address(&self.pages, first);
        let start = span.map_addr(|start| start.saturating_add(object * class.size()));
        Kind::Small { class, start }
    }

    /// Returns whether the heap has handed the object at this address out, to a cache or to the program. `false` of all else.
    pub fn is_taken(&self, address: *const u8) -> bool {
        let Kind::Small { class, start } = self.kind_of(address) else { return false };
        let found = self.locate(class, start.addr().get());
        found.is_ok_and(|(id, object, _)| self.regions.span(&self.pages, id).is_used(object))
    }

    /// Ends the process because `address` cannot be freed: the message says which object it is in, if any.
    #[cold]
    pub fn refuse(&self, address: *const u8) -> ! {
        let misuse = match self.kind_of(address) {
            Kind::Small { class, start } => match address.addr() - start.addr().get() {
                0 => Misuse::Double(class),
                offset => Misuse::Interior { offset, bytes: class.size() },
            },
            Kind::Large { size } => Misuse::DoubleLarge { bytes: size },
            Kind::Foreign if self.regions.page_of(address.addr()).is_some() => Misuse::Unused,
            Kind::Foreign => self.misuse_of_large(address.addr()),
        };
        report::misused(&self.pages, address.addr(), misuse)
    }

    /// Ends the process unless `address` is an object of this class that the heap has handed out.
    pub(crate) fn check(&self, class: Class, address: *const u8) {
        let misuse = match self.locate_object(class, address.addr()) {
            Ok((id, object)) if self.regions.span(&self.pages, id).is_used(object) => return,
            Ok(_) => Misuse::Double(class),
            Err(misuse) => misuse,
        };
        report::misused(&self.pages, address.addr(), misuse)
    }

    /// Ends the process because the object at `address` was the last one that this CPU's row was given, and is freed again.
    #[cold]
    pub(crate) fn refuse_again(&self, address: *const u8, class: Class) -> ! {
        report::misused(&self.pages, address.addr(), Misuse::Again(class))
    }

    /// The span of `class` in which an object starts at an address, and the object's number there.
    pub(super) fn locate_object(&self, class: Class, address: usize) -> Result<(SpanId, usize), Misuse> {
        match self.locate(class, address)? {
            (_, object, _) if object >= class.objects() => Err(Misuse::Tail(class)),
            (_, _, offset) if offset != 0 => Err(Misuse::Interior { offset, bytes: class.size() }),
            (id, object, _) => Ok((id, object)),
        }
    }

    /// The span of `class` that an address is in, the object's number there, and the offset in that object.
    pub(super) fn locate(&self, class: Class, address: usize) -> Result<(SpanId, usize, usize), Misuse> {
        let regions = &self.regions;
        let Some(page) = regions.page_of(address) else { return Err(self.misuse_of_large(address)) };
        let is = regions.class_of(page).ok_or(Misuse::Unused)?;
        if is != class {
            return Err(Misuse::Other { is, freed_as: class });
        }
        let id = regions.span_of(page).ok_or(Misuse::Unused)?;
        // Spans are aligned to their length in the region, whose start is aligned to more.
        let offset = ((page.index() * PAGE) & (class.span_bytes() - 1)) + address % PAGE;
        let (object, within) = class.locate(offset);
        Ok((id, object, within))
    }
}
