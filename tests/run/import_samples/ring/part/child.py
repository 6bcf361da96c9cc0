import ring.part

ring.part.child
