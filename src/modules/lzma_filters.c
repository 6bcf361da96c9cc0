/* lzma_filters.c: chains of filters as Python writes them, a sequence of dicts, and as liblzma wants them. */
#include "modules/lzma.h"

bool lzma_number(Ref value, u64 most, const char *type, u64 *number) {
    if (!is_int(value)) {
        error_set(EXC(TypeError), "an integer is required");
        return false;
    }
    if (int_sign(value) < 0 || int_bit_length(value) > 64) {
        const char *why =
            int_sign(value) < 0 ? "can't convert negative int to unsigned" : "int too big to convert";
        return error_set(EXC(OverflowError), "%s", why) != NULL;
    }
    *number = int_as_u64(value);
    if (*number > most) error_set(EXC(OverflowError), "Value too large for %s type", type);
    return *number <= most;
}

typedef struct Field { /* an option by its name */
    const char *name;
    u64 value;
    bool given;
} Field;

/* Fills the fields from the dict; names that are no field: ValueError about `kind`. */
static bool read_fields(Ref specifier, Field *fields, int count, const char *kind) {
    isize known = 0;
    for (int i = 0; i < count && is_dict(specifier); i++) {
        Ref value = dict_get_cstring(specifier, fields[i].name);
        if (!value) continue;
        known++;
        bool wide = strcmp(fields[i].name, "id") == 0;
        fields[i].given = true;
        if (!lzma_number(value, wide ? UINT64_MAX : UINT32_MAX, "uint32_t", &fields[i].value)) return false;
    }
    if (is_dict(specifier) && known == dict_length(specifier)) return true;
    error_set(EXC(ValueError), "Invalid filter specifier for %s filter", kind);
    return false;
}

static bool read_lzma(Ref specifier, lzma_options_lzma *options) {
    enum { ID, PRESET, DICT_SIZE, LC, LP, PB, MODE, NICE_LEN, MF, DEPTH, COUNT };
    Field f[COUNT] = {{.name = "id"},        {.name = "preset", .value = LZMA_PRESET_DEFAULT},
                      {.name = "dict_size"}, {.name = "lc"},
                      {.name = "lp"},        {.name = "pb"},
                      {.name = "mode"},      {.name = "nice_len"},
                      {.name = "mf"},        {.name = "depth"}};
    if (!read_fields(specifier, f, COUNT, "LZMA")) return false;
    if (lzma_lzma_preset(options, (u32)f[PRESET].value)) {
        error_set(LZMA_ERROR, "Invalid compression preset: %u", (unsigned)f[PRESET].value);
        return false;
    }
    if (f[DICT_SIZE].given) options->dict_size = (u32)f[DICT_SIZE].value;
    if (f[LC].given) options->lc = (u32)f[LC].value;
    if (f[LP].given) options->lp = (u32)f[LP].value;
    if (f[PB].given) options->pb = (u32)f[PB].value;
    if (f[MODE].given) options->mode = (lzma_mode)f[MODE].value;
    if (f[NICE_LEN].given) options->nice_len = (u32)f[NICE_LEN].value;
    if (f[MF].given) options->mf = (lzma_match_finder)f[MF].value;
    if (f[DEPTH].given) options->depth = (u32)f[DEPTH].value;
    return true;
}

static bool read_delta(Ref specifier, lzma_options_delta *options) {
    Field f[] = {{.name = "id"}, {.name = "dist", .value = 1}};
    if (!read_fields(specifier, f, COUNT_OF(f), "delta")) return false;
    *options = (lzma_options_delta){.type = LZMA_DELTA_TYPE_BYTE, .dist = (u32)f[1].value};
    return true;
}

static bool read_bcj(Ref specifier, lzma_options_bcj *options) {
    Field f[] = {{.name = "id"}, {.name = "start_offset"}};
    if (!read_fields(specifier, f, COUNT_OF(f), "BCJ")) return false;
    *options = (lzma_options_bcj){.start_offset = (u32)f[1].value};
    return true;
}

static bool read_id(Ref specifier, u64 *number) {
    if (!type_of(specifier)->slots.subscript) {
        return error_set(EXC(TypeError), "Filter specifier must be a dict or dict-like object") != NULL;
    }
    Own name = str_from_ascii("id", -1), id = name ? object_get_item(specifier, name) : NULL;
    release_maybe(name);
    if (!id && error_matches(EXC(KeyError))) {
        error_clear();
        error_set(EXC(ValueError), "Filter specifier must have an \"id\" entry");
    }
    bool read = id && lzma_number(id, UINT64_MAX, "lzma_vli", number);
    release_maybe(id);
    return read;
}

static bool read_filter(lzma_filter *filter, LzmaOptions *options, Ref specifier) {
    u64 number;
    if (!read_id(specifier, &number)) return false;
    filter->id = number;
    filter->options = options;
    switch (number) {
    case LZMA_FILTER_LZMA1:
    case LZMA_FILTER_LZMA2: return read_lzma(specifier, &options->lzma);
    case LZMA_FILTER_DELTA: return read_delta(specifier, &options->delta);
    case LZMA_FILTER_X86:
    case LZMA_FILTER_POWERPC:
    case LZMA_FILTER_IA64:
    case LZMA_FILTER_ARM:
    case LZMA_FILTER_ARMTHUMB:
    case LZMA_FILTER_SPARC: return read_bcj(specifier, &options->bcj);
    default: error_set(EXC(ValueError), "Invalid filter ID: %lu", (unsigned long)number); return false;
    }
}

bool lzma_filters_read(LzmaFilters *filters, Ref specifiers) {
    if (!object_is_sequence(specifiers)) {
        const char *says = type_of(specifiers)->slots.subscript ? "%.200s is not a sequence"
                                                                : "object of type '%.200s' has no len()";
        return error_set(EXC(TypeError), says, type_of(specifiers)->name) != NULL;
    }
    Own items = sequence_fast(specifiers, "filters must be a sequence");
    if (!items) return false;
    isize count = sequence_fast_length(items);
    bool right = count <= LZMA_FILTERS_MAX;
    if (!right)
        error_set(EXC(ValueError), "Too many filters - liblzma supports a maximum of %d", LZMA_FILTERS_MAX);
    for (isize i = 0; right && i < count; i++)
        right = read_filter(&filters->chain[i], &filters->options[i], sequence_fast_items(items)[i]);
    if (right) filters->chain[count] = (lzma_filter){.id = LZMA_VLI_UNKNOWN};
    release(items);
    return right;
}

/* --- properties ---------------------------------------------------------------------------------------- */

Own lzma_method_encode_filter_properties(Ref self UNUSED, Ref specifier) {
    lzma_filter filter;
    LzmaOptions options;
    u32 size;
    if (!read_filter(&filter, &options, specifier) || lzma_raised(lzma_properties_size(&size, &filter)))
        return NULL;
    Own bytes = bytes_from(NULL, size);
    if (bytes && lzma_raised(lzma_properties_encode(&filter, bytes_data(bytes)))) slot_clear(&bytes);
    return bytes;
}

static bool put(Ref dict, const char *name, u64 number) {
    Own value = int_from_u64(number);
    bool done = value && dict_set_cstring(dict, name, value);
    release_maybe(value);
    return done;
}

static Own filter_dict(const lzma_filter *filter) {
    Own dict = dict_new();
    bool done = dict && put(dict, "id", filter->id);
    const lzma_options_lzma *lzma = filter->options;
    const lzma_options_delta *delta = filter->options;
    const lzma_options_bcj *bcj = filter->options;
    switch (filter->id) {
    case LZMA_FILTER_LZMA1:
        done = done && put(dict, "lc", lzma->lc) && put(dict, "lp", lzma->lp) && put(dict, "pb", lzma->pb) &&
               put(dict, "dict_size", lzma->dict_size);
        break;
    case LZMA_FILTER_LZMA2: done = done && put(dict, "dict_size", lzma->dict_size); break;
    case LZMA_FILTER_DELTA: done = done && put(dict, "dist", delta->dist); break;
    default: done = done && (!bcj || put(dict, "start_offset", bcj->start_offset));
    }
    if (dict && !done) slot_clear(&dict);
    return dict;
}

Own lzma_method_decode_filter_properties(Ref self UNUSED, Ref const *args, isize nargs) {
    u64 id;
    Buffer buffer;
    if (!arguments_count("_decode_filter_properties", nargs, 2, 2) ||
        !lzma_number(args[0], UINT64_MAX, "lzma_vli", &id) || !buffer_get(args[1], &buffer, false))
        return NULL;
    lzma_filter filter = {.id = id};
    lzma_ret status =
        lzma_properties_decode(&filter, &lzma_arena, (const u8 *)buffer.data, (usize)buffer.length);
    buffer_release(&buffer);
    if (lzma_raised(status)) return NULL;
    Own dict = filter_dict(&filter);
    arena_free(filter.options);
    return dict;
}
