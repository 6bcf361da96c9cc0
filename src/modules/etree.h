/* etree.h: what the files of the module _elementtree share: elements, the builder that makes trees of them, and the
 * parser that drives it.
 *
 * xml.etree.ElementTree has all of this in Python too and takes these in their place. An element keeps its children in
 * an array of its own; what it has besides tag and text (CPython's "extra") comes into being with the first child or
 * attribute. Text that a parser found in pieces stays a list of them until somebody looks. */
#ifndef MODULES_ETREE_H
#define MODULES_ETREE_H

#include "modules/modules.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/exception.h"
#include "object/int.h"
#include "object/list.h"
#include "object/names.h"
#include "object/str.h"
#include "object/tuple.h"
#include "object/type_checks.h"

typedef struct ElementText {
    Object *value;  /* owned; a list of str where it is in pieces */
    bool in_pieces; /* to be joined when somebody looks */
} ElementText;

typedef struct Element {
    Object ob_base;
    Object *tag; /* owned */
    ElementText text, tail;
    bool has_extra;
    Object *attrib;    /* dict; owned; NULL: empty, and nobody has asked for it */
    Object **children; /* an arena block of `capacity`, each owned; NULL: there was none yet */
    isize length, capacity;
    Object *weaklist;
} Element;
#define AS_ELEMENT(ref) ((Element *)(ref))
static inline bool is_element(Ref object) { return is_a(object, MODULE_TYPE(ELEMENT)); }
static inline bool is_element_exactly(Ref object) { return is_exactly(object, MODULE_TYPE(ELEMENT)); }

enum TreeEvent {
    EVENT_START,
    EVENT_END,
    EVENT_START_NS,
    EVENT_END_NS,
    EVENT_COMMENT,
    EVENT_PI,
    TREE_EVENT_COUNT
};

typedef struct TreeBuilder {
    Object ob_base;
    Object *root;          /* owned; NULL: none yet */
    Object *this, *last;   /* the element that is open, the one opened or closed last; owned; None: none */
    Object *last_for_tail; /* what a text would follow; owned; NULL: text goes into `last` */
    Object *data;          /* text not handed on yet: a str or a list of them; owned; NULL: none */
    Object *stack;         /* list of the open elements around `this`; owned; its first `depth` items count */
    isize depth;
    Object *element_factory, *comment_factory, *pi_factory; /* owned, or NULL */
    Object *append_event;             /* of the queue; owned; NULL: no events are wanted */
    Object *events[TREE_EVENT_COUNT]; /* what each is called; owned; NULL: not wanted */
    bool insert_comments, insert_pis;
} TreeBuilder;
#define AS_TREE_BUILDER(ref) ((TreeBuilder *)(ref))

/* What the module has one of; MODULES_ROOT->etree points to it. All owned. */
typedef struct EtreeState {
    Object *parse_error;                  /* the class ParseError */
    Object *deepcopy;                     /* copy.deepcopy */
    Object *path;                         /* the module xml.etree.ElementPath */
    Object *comment_factory, *pi_factory; /* what _set_factories was told; NULL: nothing */
} EtreeState;
#define ETREE (MODULES_ROOT->etree)

/* --- etree_element.c ------------------------------------------------------------------------------------ */
Own element_new(Ref tag, Ref attrib); /* attrib: a dict to be shared, or NULL */
/* Makes room for so many children more. False: raised. */
bool element_reserve(Element *self, isize more);
/* Appends `child`; TypeError where that is no element. */
bool element_append(Ref self, Ref child);
bool element_clear_extra(Element *self); /* true, for `return` */
/* The text as one str, or what the program has set; lent; NULL raised. */
Ref element_text_get(ElementText *text);
void element_text_set(ElementText *text, Own value, bool in_pieces);
Ref element_attributes(Element *self); /* the dict, made where there was none; lent; NULL raised */
/* TypeError "expected an Element, not ..."; false. */
bool element_refuse(Ref object);
Own element_sizeof(Ref self); /* __sizeof__() as CPython's lie in memory */
/* The attributes out of a call's arguments: args[position] a dict or not given, and all keywords. *attrib: owned, or
 * NULL: none. False: raised. */
bool element_take_attributes(const char *function, Ref const *args, isize nargs, Ref kwnames, int position,
                             Own *attrib);

/* --- etree_methods.c ------------------------------------------------------------------------------------ */
extern const MethodDef element_methods[];
Own element_subscript(Ref self, Ref key);
bool element_set_subscript(Ref self, Ref key, Ref value);

/* --- etree_copy.c --------------------------------------------------------------------------------------- */
Own element_copy(Ref self);
Own element_deepcopy(Ref self, Ref memo);
Own element_getstate(Ref self);
Own element_setstate(Ref self, Ref state);

/* --- etree_iterator.c ----------------------------------------------------------------------------------- */
/* In document order: elements with that tag (None: all), or the texts within. */
Own element_iterator_new(Ref root, Ref tag, bool texts);

/* --- etree_builder.c: what the parser tells a plain TreeBuilder; NULL and false: raised --------------------- */
Own tree_builder_new(void);
Own tree_builder_start(TreeBuilder *self, Ref tag, Ref attrib); /* attrib: a dict, or NULL */
Own tree_builder_end(TreeBuilder *self);
bool tree_builder_data(TreeBuilder *self, Ref data);
Own tree_builder_comment(TreeBuilder *self, Ref text);
Own tree_builder_pi(TreeBuilder *self, Ref target, Ref text);
bool tree_builder_report(TreeBuilder *self, enum TreeEvent event, Ref what);
Own tree_builder_close(Ref self);

#endif
