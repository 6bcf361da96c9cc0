/* abc_module.c: the module _abc, on which the library's abc.py stands: classes that others can be registered
 * with.
 *
 * Each abstract base class has an `_abc_impl`: the classes registered with it, and two caches of answers. All
 * three are sets of weak references, each of which takes itself out of its set when its class dies. Any
 * registration anywhere may turn a No into a Yes, so it moves one counter on, and a cache of Noes that is older
 * than the counter is forgotten. */
#include "modules/modules.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/gc.h"
#include "object/list.h"
#include "object/set.h"
#include "object/tuple.h"
#include "object/type_checks.h"
#include "object/weakref.h"

typedef struct AbcData {
    Object ob_base;
    Object *registry, *cache, *negative_cache; /* sets of weak references; owned; NULL: still empty */
    u64 negative_version;                      /* MODULES_ROOT->abc_token when the Noes were true */
} AbcData;
#define AS_ABC_DATA(ref) ((AbcData *)(ref))

/* --- sets of weak references ------------------------------------------------------------------------------ */

/* The callback of the references in a set; `self` is a weak reference to the set. */
static Own discard_dead(Ref self, Ref reference) {
    Ref found = weakref_get(self);
    if (!found) return own_none();
    Own set = own(found);
    bool discarded = set_discard(set, reference) >= 0;
    release(set);
    return discarded ? own_none() : NULL;
}

static const MethodDef discard_dead_def = {"_destroy", METHOD_ONE, .one = discard_dead};

static bool weak_set_add(Object **slot, Ref class) {
    if (!*slot && !(*slot = set_new(NULL))) return false;
    Own set_reference = weakref_new(*slot, NULL);
    Own callback = set_reference ? builtin_function_new(&discard_dead_def, set_reference, NULL) : NULL;
    Own reference = callback ? weakref_new(class, callback) : NULL;
    bool added = reference && set_add(*slot, reference);
    release_maybe(reference);
    release_maybe(callback);
    release_maybe(set_reference);
    return added;
}

/* 1, 0, -1 raised. What can't be referred to weakly is in no set. */
static int weak_set_contains(Ref set, Ref class) {
    if (!set || set_length(set) == 0) return 0;
    Own reference = weakref_new(class, NULL);
    if (!reference) {
        if (!error_matches(EXC(TypeError))) return -1;
        error_clear();
        return 0;
    }
    int answer = set_contains(set, reference);
    release(reference);
    return answer;
}

/* The classes in it that are alive: a list. */
static Own weak_set_members(Ref set) {
    Own members = list_new(0);
    isize position = 0;
    Ref reference;
    while (members && set && set_each(set, &position, &reference, NULL)) {
        Ref class = weakref_get(reference);
        if (class && !list_append_ref(members, class)) slot_clear(&members);
    }
    return members;
}

/* --- _abc_data ----------------------------------------------------------------------------------------- */

static Own abc_data_new(Type *type, Ref const *args UNUSED, isize nargs UNUSED, Ref kwnames UNUSED) {
    Own self = object_new(type, 0);
    if (!self) return NULL;
    AS_ABC_DATA(self)->negative_version = MODULES_ROOT->abc_token;
    gc_track(self);
    return self;
}

static void abc_data_clear(Ref self) {
    slot_clear(&AS_ABC_DATA(self)->registry);
    slot_clear(&AS_ABC_DATA(self)->cache);
    slot_clear(&AS_ABC_DATA(self)->negative_cache);
}

static void abc_data_dealloc(Own self) {
    gc_untrack(self);
    abc_data_clear(self);
    object_free(self);
}

static bool abc_data_traverse(Ref self, VisitFn visit, void *context) {
    const AbcData *data = AS_ABC_DATA(self);
    return (!data->registry || visit(data->registry, context)) &&
           (!data->cache || visit(data->cache, context)) &&
           (!data->negative_cache || visit(data->negative_cache, context));
}

const TypeSpec abc_data_spec = {.name = "_abc._abc_data",
                                .module = "_abc",
                                .basicsize = sizeof(AbcData),
                                .flags = TYPE_HEAP | TYPE_GC,
                                .slots = {.new = abc_data_new,
                                          .dealloc = abc_data_dealloc,
                                          .traverse = abc_data_traverse,
                                          .clear = abc_data_clear},
                                .doc = "Internal state held by ABC machinery."};

/* The `_abc_impl` of a class. */
static AbcData *abc_data_of(Ref class) {
    Own data = object_get_attribute(class, NAME(_abc_impl));
    if (data && !is_exactly(data, MODULE_TYPE(ABC_DATA))) {
        error_set(EXC(TypeError), "_abc_impl is set to a wrong type");
        slot_clear(&data);
    }
    return AS_ABC_DATA(data);
}

/* Drops the Noes that a registration may have made false. */
static void forget_stale(AbcData *data) {
    if (data->negative_version >= MODULES_ROOT->abc_token) return;
    if (data->negative_cache) set_clear(data->negative_cache);
    data->negative_version = MODULES_ROOT->abc_token;
}

/* --- setting a class up -------------------------------------------------------------------------------- */

/* 1, 0, -1 raised: does the value say that it is abstract? */
static int is_abstract(Ref value) {
    Own flag;
    if (!object_find_attribute(value, NAME(__isabstractmethod__), &flag)) return -1;
    int answer = flag ? object_is_true(flag) : 0;
    release_maybe(flag);
    return answer;
}

static bool add_if_abstract(Ref abstracts, Ref name, Ref value) {
    int abstract = is_abstract(value);
    return abstract == 0 || (abstract > 0 && set_add(abstracts, name));
}

static bool add_own_abstracts(Ref class, Ref abstracts) {
    Own namespace = object_get_attribute(class, NAME(__dict__));
    Own items = namespace ? object_call_method_none(namespace, NAME(items)) : NULL;
    Own list = items ? list_from_iterable(items) : NULL;
    bool done = list != NULL;
    for (isize i = 0; done && i < list_length(list); i++) {
        Ref pair = list_get(list, i);
        if (!is_tuple(pair) || tuple_length(pair) != 2) {
            done = error_set(EXC(TypeError), "Iteration over a mapping gave no pairs");
        } else {
            done = add_if_abstract(abstracts, tuple_get(pair, 0), tuple_get(pair, 1));
        }
    }
    release_maybe(list);
    release_maybe(items);
    release_maybe(namespace);
    return done;
}

/* What a base left abstract and the class has not replaced. */
static bool add_inherited_abstracts(Ref class, Ref base, Ref abstracts) {
    Own names;
    if (!object_find_attribute(base, NAME(__abstractmethods__), &names)) return false;
    if (!names) return true;
    Own iterator = object_iter(names);
    release(names);
    bool done = iterator != NULL;
    for (Own name; done && (name = object_next(iterator));) {
        Own value;
        done =
            object_find_attribute(class, name, &value) && (!value || add_if_abstract(abstracts, name, value));
        release_maybe(value);
        release(name);
    }
    release_maybe(iterator);
    return done && !error_occurred();
}

static bool set_abstract_methods(Ref class) {
    Own abstracts = set_new(NULL), bases = NULL;
    bool done = abstracts && add_own_abstracts(class, abstracts) &&
                (bases = object_get_attribute(class, NAME(__bases__)));
    if (done && !is_tuple(bases)) done = error_set(EXC(TypeError), "__bases__ is not tuple");
    for (isize i = 0; done && i < tuple_length(bases); i++) {
        done = add_inherited_abstracts(class, tuple_get(bases, i), abstracts);
    }
    Own frozen = done ? frozenset_new(abstracts) : NULL;
    done = frozen && object_set_attribute(class, NAME(__abstractmethods__), frozen);
    release_maybe(frozen);
    release_maybe(bases);
    release_maybe(abstracts);
    return done;
}

/* Which patterns match the instances, as Sequence and Mapping in collections.abc say it: with CPython's numbers
 * of the flags. */
enum { CPYTHON_SEQUENCE = 1 << 5, CPYTHON_MAPPING = 1 << 6 };
#define PATTERN_FLAGS ((u32)TYPE_SEQUENCE | TYPE_MAPPING)

static bool take_pattern_flags(Type *class) {
    Ref flags = dict_get(class->dict, NAME(__abc_tpflags__));
    if (!flags) return !error_occurred();
    if (!is_exact_int(flags)) return true;
    i64 value = int_as_i64(flags);
    if (value == -1 && error_occurred()) return false;
    bool sequence = value & CPYTHON_SEQUENCE, mapping = value & CPYTHON_MAPPING;
    if (sequence && mapping) {
        return error_set(EXC(TypeError),
                         "__abc_tpflags__ cannot be both Py_TPFLAGS_SEQUENCE and Py_TPFLAGS_MAPPING");
    }
    if (sequence) class->flags |= TYPE_SEQUENCE;
    if (mapping) class->flags |= TYPE_MAPPING;
    return dict_delete(class->dict, NAME(__abc_tpflags__));
}

static Own abc_method_init(Ref self UNUSED, Ref class) {
    if (!set_abstract_methods(class)) return NULL;
    Own data = abc_data_new(MODULE_TYPE(ABC_DATA), NULL, 0, NULL);
    bool done = data && object_set_attribute(class, NAME(_abc_impl), data);
    release_maybe(data);
    if (done && is_type(class)) done = take_pattern_flags(AS_TYPE(class));
    return done ? own_none() : NULL;
}

/* --- registering --------------------------------------------------------------------------------------- */

/* Only on a class that the program made: the others are matched as they are. */
static void set_pattern_flags(Type *class, void *flags) {
    u32 wanted = *(const u32 *)flags;
    if (type_has(class, TYPE_IMMUTABLE)) return;
    class->flags = (class->flags & ~PATTERN_FLAGS) | wanted;
}

static Own abc_method_register(Ref self UNUSED, Ref const *args, isize nargs) {
    if (!arguments_count("_abc_register", nargs, 2, 2)) return NULL;
    Ref class = args[0], subclass = args[1];
    if (!is_type(subclass)) return error_set(EXC(TypeError), "Can only register classes");
    int already = object_is_subclass(subclass, class);
    if (already) return already < 0 ? NULL : own(subclass);
    int cycle = object_is_subclass(class, subclass);
    if (cycle < 0) return NULL;
    if (cycle) return error_set(EXC(RuntimeError), "Refusing to create an inheritance cycle");
    AbcData *data = abc_data_of(class);
    if (!data) return NULL;
    bool added = weak_set_add(&data->registry, subclass);
    release(&data->ob_base);
    if (!added) return NULL;
    MODULES_ROOT->abc_token++;
    u32 flags = is_type(class) ? AS_TYPE(class)->flags & PATTERN_FLAGS : 0;
    if (flags) type_each_subclass(AS_TYPE(subclass), set_pattern_flags, &flags);
    return own(subclass);
}

/* --- asking -------------------------------------------------------------------------------------------- */

/* An answer: 1, 0, -1 raised. NOT_KNOWN: the next one must be asked. */
enum { NOT_KNOWN = 2 };

static int ask_caches(AbcData *data, Ref subclass) {
    int cached = weak_set_contains(data->cache, subclass);
    if (cached) return cached;
    forget_stale(data);
    int refused = weak_set_contains(data->negative_cache, subclass);
    return refused < 0 ? -1 : refused ? 0 : NOT_KNOWN;
}

static int ask_hook(Ref class, Ref subclass) {
    Own said = object_call_method_one(class, NAME(__subclasshook__), subclass);
    if (!said) return -1;
    int answer = said == True ? 1 : said == False ? 0 : NOT_KNOWN;
    bool sane = answer != NOT_KNOWN || said == NotImplemented;
    release(said);
    if (sane) return answer;
    error_set(EXC(AssertionError), "__subclasshook__ must return either False, True, or NotImplemented");
    return -1;
}

/* Is it a subclass of any of these? Consumes the list. */
static int ask_each(Own classes, Ref subclass) {
    if (!classes) return -1;
    int answer = 0;
    for (isize i = 0; answer == 0 && i < list_length(classes); i++) {
        Own each = own(list_get(classes, i));
        answer = object_is_subclass(subclass, each);
        release(each);
    }
    release(classes);
    return answer;
}

static int ask_subclasses(Ref class, Ref subclass) {
    Own subclasses = object_call_method_none(class, NAME(__subclasses__));
    if (subclasses && !is_list(subclasses)) {
        release(subclasses);
        error_set(EXC(TypeError), "__subclasses__() must return a list");
        return -1;
    }
    return ask_each(subclasses, subclass);
}

static int note_answer(AbcData *data, Ref subclass, int answer) {
    if (answer < 0) return -1;
    return weak_set_add(answer ? &data->cache : &data->negative_cache, subclass) ? answer : -1;
}

static int ask(AbcData *data, Ref class, Ref subclass) {
    int answer = ask_caches(data, subclass);
    if (answer != NOT_KNOWN) return answer;
    answer = ask_hook(class, subclass);
    if (answer != NOT_KNOWN) return note_answer(data, subclass, answer);
    if (is_type(class) && type_is_subtype(AS_TYPE(subclass), AS_TYPE(class)))
        return note_answer(data, subclass, 1);
    answer = weak_set_contains(data->registry, subclass);
    if (answer) return answer;
    answer = ask_each(weak_set_members(data->registry), subclass);
    if (answer == 0) answer = ask_subclasses(class, subclass);
    return note_answer(data, subclass, answer);
}

static Own abc_method_subclasscheck(Ref self UNUSED, Ref const *args, isize nargs) {
    if (!arguments_count("_abc_subclasscheck", nargs, 2, 2)) return NULL;
    if (!is_type(args[1])) return error_set(EXC(TypeError), "issubclass() arg 1 must be a class");
    AbcData *data = abc_data_of(args[0]);
    if (!data) return NULL;
    int answer = ask(data, args[0], args[1]);
    release(&data->ob_base);
    return answer < 0 ? NULL : own_bool(answer);
}

/* The caches are asked here; what they don't know, the class's own __subclasscheck__: of what the instance says
 * its class is, and where it lies of its type too. */
static Own check_instance(AbcData *data, Ref class, Ref claimed, Ref type) {
    int cached = weak_set_contains(data->cache, claimed);
    if (cached) return cached < 0 ? NULL : own(True);
    if (claimed == type) {
        bool fresh = data->negative_version == MODULES_ROOT->abc_token;
        int refused = fresh ? weak_set_contains(data->negative_cache, claimed) : 0;
        if (refused) return refused < 0 ? NULL : own(False);
        return object_call_method_one(class, NAME(__subclasscheck__), claimed);
    }
    Own result = object_call_method_one(class, NAME(__subclasscheck__), claimed);
    int truth = result ? object_is_true(result) : -1;
    if (truth > 0) return result;
    release_maybe(result);
    return truth < 0 ? NULL : object_call_method_one(class, NAME(__subclasscheck__), type);
}

static Own abc_method_instancecheck(Ref self UNUSED, Ref const *args, isize nargs) {
    if (!arguments_count("_abc_instancecheck", nargs, 2, 2)) return NULL;
    AbcData *data = abc_data_of(args[0]);
    Own claimed = data ? object_get_attribute(args[1], NAME(__class__)) : NULL;
    Own result = claimed ? check_instance(data, args[0], claimed, (Ref)type_of(args[1])) : NULL;
    release_maybe(claimed);
    if (data) release(&data->ob_base);
    return result;
}

/* --- looking inside ------------------------------------------------------------------------------------ */

static Own abc_method_get_cache_token(Ref self UNUSED) { return int_from_u64(MODULES_ROOT->abc_token); }

static Own abc_method_get_dump(Ref self UNUSED, Ref class) {
    AbcData *data = abc_data_of(class);
    if (!data) return NULL;
    Own parts[] = {set_new(data->registry), set_new(data->cache), set_new(data->negative_cache),
                   int_from_u64(data->negative_version)};
    release(&data->ob_base);
    return tuple_from_array_own(parts, COUNT_OF(parts));
}

static Own abc_method_reset_registry(Ref self UNUSED, Ref class) {
    AbcData *data = abc_data_of(class);
    if (!data) return NULL;
    if (data->registry) set_clear(data->registry);
    release(&data->ob_base);
    return own_none();
}

static Own abc_method_reset_caches(Ref self UNUSED, Ref class) {
    AbcData *data = abc_data_of(class);
    if (!data) return NULL;
    if (data->cache) set_clear(data->cache);
    if (data->negative_cache) set_clear(data->negative_cache);
    release(&data->ob_base);
    return own_none();
}

static const MethodDef functions[] = {
    {"_abc_init", METHOD_ONE, .one = abc_method_init,
     .doc = "_abc_init($module, self, /)\n--\n\nInternal ABC helper for class set-up. Should be never used "
            "outside abc module."},
    {"_abc_instancecheck", METHOD_ARRAY, .array = abc_method_instancecheck,
     .doc = "_abc_instancecheck($module, self, instance, /)\n--\n\nInternal ABC helper for instance checks. "
            "Should be never used outside abc module."},
    {"_abc_register", METHOD_ARRAY, .array = abc_method_register,
     .doc = "_abc_register($module, self, subclass, /)\n--\n\nInternal ABC helper for subclasss registration. "
            "Should be never used outside abc module."},
    {"_abc_subclasscheck", METHOD_ARRAY, .array = abc_method_subclasscheck,
     .doc = "_abc_subclasscheck($module, self, subclass, /)\n--\n\nInternal ABC helper for subclasss checks. "
            "Should be never used outside abc module."},
    {"_get_dump", METHOD_ONE, .one = abc_method_get_dump,
     .doc = "_get_dump($module, self, /)\n--\n\nInternal ABC helper for cache and registry "
            "debugging.\n\nReturn shallow copies of registry, of both caches, and\nnegative cache version. "
            "Don't call this function directly,\ninstead use ABC._dump_registry() for a nice repr."},
    {"_reset_caches", METHOD_ONE, .one = abc_method_reset_caches,
     .doc = "_reset_caches($module, self, /)\n--\n\nInternal ABC helper to reset both caches of a given "
            "class.\n\nShould be only used by refleak.py"},
    {"_reset_registry", METHOD_ONE, .one = abc_method_reset_registry,
     .doc = "_reset_registry($module, self, /)\n--\n\nInternal ABC helper to reset registry of a given "
            "class.\n\nShould be only used by refleak.py"},
    {"get_cache_token", METHOD_NONE, .none = abc_method_get_cache_token,
     .doc = "get_cache_token($module, /)\n--\n\nReturns the current ABC cache token.\n\nThe token is an opaque "
            "object (supporting equality testing) identifying the\ncurrent version of the ABC cache for "
            "virtual subclasses. The token changes\nwith every call to register() on any ABC."},
    {.name = NULL}};

static bool fill(Ref module UNUSED) { return module_ready_type(MODULE_TYPE_ABC_DATA); }

const NativeModule abc_module = {.name = "_abc",
                                 .doc = "Module contains faster C implementation of abc.ABCMeta",
                                 .functions = functions,
                                 .fill = fill};
