/* ssl_value.c: what the world answers in values, made objects. */
#include "modules/ssl.h"
#include "object/bytes.h"
#include "object/dict.h"
#include "object/error.h"
#include "object/int.h"
#include "object/list.h"
#include "object/str.h"

static i64 take_number(const char **at) {
    i64 number;
    memcpy(&number, *at, sizeof number);
    *at += sizeof number;
    return number;
}

static Own take_value(const char **at);

/* All up to the end of what was begun: a list. */
static Own take_items(const char **at) {
    Own list = list_new(0);
    while (list && **at != TLS_VALUE_END) {
        Own item = take_value(at);
        if (!item || !list_append(list, item)) slot_clear(&list);
    }
    ++*at;
    return list;
}

static Own take_dict(const char **at) {
    Own dict = dict_new();
    while (dict && **at != TLS_VALUE_END) {
        Own key = take_value(at), value = key ? take_value(at) : NULL;
        if (!value) {
            release_maybe(key);
            slot_clear(&dict);
        } else if (!dict_set_take(dict, key, value)) {
            slot_clear(&dict);
        }
    }
    ++*at;
    return dict;
}

static Own take_tuple(const char **at) {
    Own list = take_items(at), tuple = list ? list_as_tuple(list) : NULL;
    release_maybe(list);
    return tuple;
}

static Own take_value(const char **at) {
    char mark = *(*at)++;
    switch (mark) {
    case TLS_VALUE_NONE: return own_none();
    case TLS_VALUE_TRUE: return own_bool(true);
    case TLS_VALUE_FALSE: return own_bool(false);
    case TLS_VALUE_INT: return int_from_i64(take_number(at));
    case TLS_VALUE_LIST: return take_items(at);
    case TLS_VALUE_TUPLE: return take_tuple(at);
    case TLS_VALUE_DICT: return take_dict(at);
    default: {
        isize length = (isize)take_number(at);
        const char *bytes = *at;
        *at += length;
        return mark == TLS_VALUE_BYTES ? bytes_from(bytes, length) : str_from_utf8(bytes, length);
    }
    }
}

/* What is made may ask the world in its turn (a collection of garbage closes files), so the answer is copied
 * first. */
Own ssl_value_make(const char *bytes, isize length) {
    Own copy = bytes_from(bytes, length);
    const char *at = copy ? (const char *)bytes_data(copy) : NULL;
    Own value = at ? take_value(&at) : NULL;
    release_maybe(copy);
    return value;
}

Own ssl_values_make(const char *bytes, isize length) {
    Own copy = bytes_from(bytes, length), list = copy ? list_new(0) : NULL;
    const char *at = copy ? (const char *)bytes_data(copy) : NULL, *end = at + length;
    while (list && at < end) {
        Own value = take_value(&at);
        if (!value || !list_append(list, value)) slot_clear(&list);
    }
    release_maybe(copy);
    return list;
}

Own ssl_value_ask(const WorldRequest *request, SslLine line) {
    WorldAnswer answer;
    return ssl_do(request, &answer, line) ? ssl_value_make(answer.bytes, answer.length) : NULL;
}
