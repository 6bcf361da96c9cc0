/* etree_builder.c: TreeBuilder, which makes a tree of the starts, ends and texts that it is told.
 *
 * A text is kept until something else comes: then it goes where it belongs, into the element that was opened last or
 * behind the one that was closed last (`last_for_tail`). */
#include "modules/etree.h"

#include "object/argument_checks.h"
#include "object/gc.h"
#include "object/number.h"

/* --- birth and death ------------------------------------------------------------------------------------ */

static Own builder_alloc(Type *type) {
    Own self = object_new(type, 0);
    if (!self) return NULL;
    AS_TREE_BUILDER(self)->this = own_none();
    AS_TREE_BUILDER(self)->last = own_none();
    AS_TREE_BUILDER(self)->stack = list_new(0);
    gc_track(self);
    if (!AS_TREE_BUILDER(self)->stack) slot_clear(&self);
    return self;
}

static Own builder_slot_new(Type *type, Ref const *args UNUSED, isize nargs UNUSED, Ref kwnames UNUSED) {
    return builder_alloc(type);
}

Own tree_builder_new(void) { return builder_alloc(MODULE_TYPE(TREE_BUILDER)); }

static bool builder_init(Ref self, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {
        "TreeBuilder",
        {"element_factory", "*", "comment_factory", "pi_factory", "insert_comments", "insert_pis"}};
    TreeBuilder *builder = AS_TREE_BUILDER(self);
    Ref given[5];
    if (!arguments_bind(&parameters, args, nargs, kwnames, given)) return false;
    int insert_comments = given[3] ? object_is_true(given[3]) : 0;
    int insert_pis = insert_comments >= 0 && given[4] ? object_is_true(given[4]) : 0;
    if (insert_comments < 0 || insert_pis < 0) return false;
    for (int i = 0; i < 3; i++) given[i] = given[i] == None ? NULL : given[i];
    Ref comment = given[1] ? given[1] : ETREE->comment_factory, pi = given[2] ? given[2] : ETREE->pi_factory;
    slot_set(&builder->element_factory, own_maybe(given[0]));
    slot_set(&builder->comment_factory, own_maybe(comment));
    slot_set(&builder->pi_factory, own_maybe(pi));
    builder->insert_comments = comment && insert_comments;
    builder->insert_pis = pi && insert_pis;
    return true;
}

/* All that it holds, in the order in which it is let go. */
#define BUILDER_FIELDS(FIELD)                                                                                  \
    FIELD(events[EVENT_PI])                                                                                    \
    FIELD(events[EVENT_COMMENT])                                                                               \
    FIELD(events[EVENT_END_NS])                                                                                \
    FIELD(events[EVENT_START_NS])                                                                              \
    FIELD(events[EVENT_END])                                                                                   \
    FIELD(events[EVENT_START])                                                                                 \
    FIELD(append_event)                                                                                        \
    FIELD(stack)                                                                                               \
    FIELD(data)                                                                                                \
    FIELD(last)                                                                                                \
    FIELD(last_for_tail)                                                                                       \
    FIELD(this)                                                                                                \
    FIELD(pi_factory)                                                                                          \
    FIELD(comment_factory)                                                                                     \
    FIELD(element_factory)                                                                                     \
    FIELD(root)

static bool builder_traverse(Ref self, VisitFn visit, void *context) {
    const TreeBuilder *builder = AS_TREE_BUILDER(self);
#define FIELD(field)                                                                                           \
    if (builder->field && !visit(builder->field, context)) return false;
    BUILDER_FIELDS(FIELD)
#undef FIELD
    return true;
}
static void builder_clear(Ref self) {
#define FIELD(field) slot_clear(&AS_TREE_BUILDER(self)->field);
    BUILDER_FIELDS(FIELD)
#undef FIELD
}
static void builder_dealloc(Own self) {
    gc_untrack(self);
    builder_clear(self);
    object_free(self);
}

/* --- texts ---------------------------------------------------------------------------------------------- */

/* Appends the text to an attribute of something that is no plain element, or has such a text already. */
static bool extend_attribute(Ref element, Ref name, Ref data) {
    Own previous = object_get_attribute(element, name);
    if (!previous) return false;
    Own text = is_exactly(data, TYPE(LIST)) ? str_join(OBJECT_ROOT->empty_str, data) : own(data);
    if (text && previous != None) {
        Own sum = number_add(previous, text);
        release(text);
        text = sum;
    }
    bool done = text && object_set_attribute(element, name, text);
    release(previous);
    release_maybe(text);
    return done;
}

static bool extend_text(Ref element, bool is_tail, Object **data) {
    Own taken = *data;
    *data = NULL;
    if (is_element_exactly(element)) {
        ElementText *text = is_tail ? &AS_ELEMENT(element)->tail : &AS_ELEMENT(element)->text;
        if (text->value == None) {
            element_text_set(text, taken, is_exactly(taken, TYPE(LIST)));
            return true;
        }
        if (text->in_pieces && is_exactly(taken, TYPE(LIST))) {
            bool done = list_extend(text->value, taken);
            release(taken);
            return done;
        }
    }
    bool done = extend_attribute(element, is_tail ? NAME(tail) : NAME(text), taken);
    release(taken);
    return done;
}

/* The text that was kept goes where it belongs. */
static bool flush(TreeBuilder *self) {
    if (!self->data) return true;
    Own element = own(self->last_for_tail ? self->last_for_tail : self->last);
    bool done = extend_text(element, self->last_for_tail != NULL, &self->data);
    release(element);
    return done;
}

bool tree_builder_data(TreeBuilder *self, Ref data) {
    if (self->data && is_exactly(self->data, TYPE(LIST))) return list_append_ref(self->data, data);
    if (self->data) {
        Own list = list_from_array((Ref[]){self->data, data}, 2);
        if (!list) return false;
        slot_set(&self->data, list);
    } else if (self->last != None) { /* before the first element there is no place for it */
        self->data = own(data);
    }
    return true;
}

/* --- elements ------------------------------------------------------------------------------------------- */

bool tree_builder_report(TreeBuilder *self, enum TreeEvent event, Ref what) {
    if (!self->events[event]) return true;
    Own pair = tuple_take(2, own(self->events[event]), own(what));
    Own answer = pair ? object_call_one(self->append_event, pair) : NULL;
    release_maybe(pair);
    release_maybe(answer);
    return answer != NULL;
}

static bool add_child(Ref parent, Ref child) {
    if (is_element_exactly(parent)) return element_append(parent, child);
    Own answer = object_call_method_one(parent, NAME(append), child);
    release_maybe(answer);
    return answer != NULL;
}

static Own make_node(const TreeBuilder *self, Ref tag, Ref attrib) {
    if (!self->element_factory) return element_new(tag, attrib);
    Own dict = attrib ? own(attrib) : dict_new();
    Own node = dict ? object_call(self->element_factory, (Ref[]){tag, dict}, 2, NULL) : NULL;
    release_maybe(dict);
    return node;
}

/* Puts a node into the open element; without one it is the root. */
static bool place(TreeBuilder *self, Ref node) {
    if (self->this != None) {
        Own this = own(self->this);
        bool added = add_child(this, node);
        release(this);
        return added;
    }
    if (self->root) return error_set(AS_TYPE(ETREE->parse_error), "multiple elements on top level") != NULL;
    self->root = own(node);
    return true;
}

Own tree_builder_start(TreeBuilder *self, Ref tag, Ref attrib) {
    Own node = flush(self) ? make_node(self, tag, attrib) : NULL;
    if (!node) return NULL;
    slot_clear(&self->last_for_tail);
    bool done = place(self, node);
    if (done && self->depth < list_length(self->stack)) {
        slot_set(&AS_LIST(self->stack)->items[self->depth], own(self->this));
    } else if (done) {
        done = list_append_ref(self->stack, self->this);
    }
    if (done) {
        self->depth++;
        slot_set(&self->this, own(node));
        slot_set(&self->last, own(node));
        done = tree_builder_report(self, EVENT_START, node);
    }
    if (!done) slot_clear(&node);
    return node;
}

Own tree_builder_end(TreeBuilder *self) {
    if (!flush(self)) return NULL;
    if (self->depth == 0) return error_set(EXC(IndexError), "pop from empty stack");
    Own before = self->last;
    self->last = self->this;
    slot_set(&self->last_for_tail, own(self->last));
    self->this = own(list_get(self->stack, --self->depth));
    release(before);
    Own last = own(self->last);
    if (!tree_builder_report(self, EVENT_END, last)) slot_clear(&last);
    return last;
}

/* A comment or instruction has been made: puts it into the tree, where that is wanted, and reports it. Consumes. */
static Own finish(TreeBuilder *self, Own node, bool insert, enum TreeEvent event) {
    bool done = node != NULL;
    if (done && insert && self->this != None) {
        Own this = own(self->this);
        done = add_child(this, node);
        if (done) slot_set(&self->last_for_tail, own(node));
        release(this);
    }
    if (done && self->append_event) done = tree_builder_report(self, event, node);
    if (!done) {
        release_maybe(node);
        return NULL;
    }
    return node;
}

Own tree_builder_comment(TreeBuilder *self, Ref text) {
    if (!flush(self)) return NULL;
    Own node = self->comment_factory ? object_call_one(self->comment_factory, text) : own(text);
    return finish(self, node, self->insert_comments, EVENT_COMMENT);
}

Own tree_builder_pi(TreeBuilder *self, Ref target, Ref text) {
    if (!flush(self)) return NULL;
    Own node = self->pi_factory ? object_call(self->pi_factory, (Ref[]){target, text}, 2, NULL)
                                : tuple_take(2, own(target), own(text));
    return finish(self, node, self->insert_pis, EVENT_PI);
}

/* --- methods -------------------------------------------------------------------------------------------- */

Own tree_builder_close(Ref self) {
    Ref root = AS_TREE_BUILDER(self)->root;
    return own(root ? root : None);
}

static Own builder_method_data(Ref self, Ref data) {
    return tree_builder_data(AS_TREE_BUILDER(self), data) ? own_none() : NULL;
}

static Own builder_method_start(Ref self, Ref const *args, isize nargs) {
    if (!arguments_count("start", nargs, 2, 2) || !argument_instance(args[1], TYPE(DICT), "start", 2))
        return NULL;
    return tree_builder_start(AS_TREE_BUILDER(self), args[0], args[1]);
}

static Own builder_method_end(Ref self, Ref tag UNUSED) { return tree_builder_end(AS_TREE_BUILDER(self)); }

static Own builder_method_comment(Ref self, Ref text) {
    return tree_builder_comment(AS_TREE_BUILDER(self), text);
}

static Own builder_method_pi(Ref self, Ref const *args, isize nargs) {
    if (!arguments_count("pi", nargs, 1, 2)) return NULL;
    return tree_builder_pi(AS_TREE_BUILDER(self), args[0], nargs > 1 ? args[1] : None);
}

static const MethodDef builder_methods[] = {
    {"data", METHOD_ONE, .one = builder_method_data, .doc = "data($self, data, /)\n--\n\n"},
    {"start", METHOD_ARRAY, .array = builder_method_start, .doc = "start($self, tag, attrs, /)\n--\n\n"},
    {"end", METHOD_ONE, .one = builder_method_end, .doc = "end($self, tag, /)\n--\n\n"},
    {"comment", METHOD_ONE, .one = builder_method_comment, .doc = "comment($self, text, /)\n--\n\n"},
    {"pi", METHOD_ARRAY, .array = builder_method_pi, .doc = "pi($self, target, text=None, /)\n--\n\n"},
    {"close", METHOD_NONE, .none = tree_builder_close, .doc = "close($self, /)\n--\n\n"},
    {.name = NULL}};

const TypeSpec tree_builder_spec = {.name = "xml.etree.ElementTree.TreeBuilder",
                                    .module = "xml.etree.ElementTree",
                                    .basicsize = sizeof(TreeBuilder),
                                    .flags = TYPE_GC | TYPE_BASETYPE,
                                    .slots = {.new = builder_slot_new,
                                              .init = builder_init,
                                              .dealloc = builder_dealloc,
                                              .traverse = builder_traverse,
                                              .clear = builder_clear},
                                    .methods = builder_methods};
