import ring.part.child
