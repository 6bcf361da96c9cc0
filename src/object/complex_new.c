/* complex_new.c: complex(real, imag), complex(text). */
#include "object/call.h"
#include "object/error.h"
#include "object/float.h"
#include "object/float_internal.h"
#include "object/number_text.h"
#include "object/root.h"
#include "object/str.h"
#include "object/type_checks.h"

static Own instance_of(Type *type, double real, double imag) {
    if (type == TYPE(COMPLEX)) return complex_from_doubles(real, imag);
    Own instance = object_new(type, 0);
    if (instance) {
        AS_COMPLEX(instance)->real = real;
        AS_COMPLEX(instance)->imag = imag;
    }
    return instance;
}

/* --- from text -------------------------------------------------------------------------------------------- */

static bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/*  <float>    <float>j    <float><signed float>j    where a float before j may be a sign alone, or nothing */
static bool read_parts(const char *text, const char *end, double *real, double *imag) {
    const char *at;
    double first = double_from_text(text, end - text, &at);
    *real = *imag = 0.0;
    if (at == text) { /* j, +j, -j */
        first = at < end && *at == '-' ? -1.0 : 1.0;
        if (at < end && (*at == '+' || *at == '-')) at++;
        *imag = first;
        return at + 1 == end && (*at | 0x20) == 'j';
    }
    if (at == end) {
        *real = first;
        return true;
    }
    if (at + 1 == end && (*at | 0x20) == 'j') {
        *imag = first;
        return true;
    }
    if (*at != '+' && *at != '-') return false;
    *real = first;
    const char *second = at;
    *imag = double_from_text(second, end - second, &at);
    if (at == second) {
        *imag = *at == '-' ? -1.0 : 1.0;
        at++;
    }
    return at + 1 == end && (*at | 0x20) == 'j';
}

static bool read_complex(const char *text, isize length, void *result) {
    const char *end = text + length;
    if (*text == '(') {
        if (end[-1] != ')' || length < 2) return false;
        for (text++, end--; text < end && is_space(*text);) text++;
        while (text < end && is_space(end[-1])) end--;
    }
    Complex *parts = result;
    return text < end && read_parts(text, end, &parts->real, &parts->imag);
}

static Own from_text(Type *type, Ref string) {
    NumberChars chars;
    if (!number_chars_get(string, &chars)) return NULL;
    Complex parts;
    bool ok = number_text_read(chars.text, chars.length, read_complex, &parts);
    bool misplaced = !ok && !number_text_underscores_fit(chars.text, chars.length);
    number_chars_free(&chars);
    if (ok) return instance_of(type, parts.real, parts.imag);
    if (error_occurred()) return NULL;
    if (misplaced) return error_set(EXC(ValueError), "could not convert string to complex: %R", string);
    return error_set(EXC(ValueError), "complex() arg is a malformed string");
}

/* --- from numbers ----------------------------------------------------------------------------------------- */

/* What __complex__ gives, where there is one (NULL: see error_occurred()). */
static Own by_special_method(Ref value) {
    if (is_exact_complex(value)) return own(value);
    Own method = object_special(value, NAME(__complex__));
    if (!method) return NULL;
    Own result = object_call_none(method);
    release(method);
    if (!result || is_exact_complex(result)) return result;
    if (!is_complex(result)) {
        error_set(EXC(TypeError), "__complex__ returned non-complex (type %.200T)", (Ref)result);
    } else if (warning_issue(
                   EXC(DeprecationWarning), 1,
                   "__complex__ returned non-complex (type %.200T).  The ability to return an instance of "
                   "a strict subclass of complex is deprecated, and may be removed in a future version of "
                   "Python.",
                   (Ref)result)) {
        return result;
    }
    release(result);
    return NULL;
}

static bool is_number(Ref value) {
    const TypeSlots *slots = &type_of(value)->slots;
    return slots->to_float || slots->index || is_complex(value);
}

/* The parts of a complex; of another number its value and no imaginary part. False: raised. */
static bool get_parts(Ref value, double *real, double *imag) {
    *imag = 0.0;
    if (is_complex(value)) {
        *real = AS_COMPLEX(value)->real;
        *imag = AS_COMPLEX(value)->imag;
        return true;
    }
    *real = float_as_double(value);
    return *real != -1.0 || !error_occurred();
}

bool complex_as_parts(Ref value, double *real, double *imag) {
    Own special = by_special_method(value);
    if (!special && error_occurred()) return false;
    bool done = get_parts(special ? special : value, real, imag);
    release_maybe(special);
    return done;
}

/* real + imag * 1j, adding only where there is something to add: signs of zeros stay. */
static Own combine(Type *type, Ref real, Ref imag) {
    double real_real, real_imag, imag_real = 0.0, imag_imag = 0.0;
    if (!get_parts(real, &real_real, &real_imag)) return NULL;
    if (imag && !get_parts(imag, &imag_real, &imag_imag)) return NULL;
    if (!imag) return instance_of(type, real_real, real_imag);
    if (is_complex(imag)) real_real -= imag_imag;
    if (is_complex(real)) imag_real += real_imag;
    return instance_of(type, real_real, imag_real);
}

Own complex_type_new(Type *type, Ref const *args, isize nargs, Ref kwnames) {
    static const Parameters parameters = {"complex", {"real", "imag"}, .required = 0};
    Ref values[2];
    if (!arguments_bind(&parameters, args, nargs, kwnames, values)) return NULL;
    Ref real = values[0], imag = values[1];
    if (!real && !imag) return instance_of(type, 0.0, 0.0);
    if (real && is_exact_complex(real) && !imag && type == TYPE(COMPLEX)) return own(real);
    if (real && is_str(real))
        return imag ? error_set(EXC(TypeError), "complex() can't take second arg if first is a string")
                    : from_text(type, real);
    if (imag && is_str(imag)) return error_set(EXC(TypeError), "complex() second arg can't be a string");
    Own converted = real ? by_special_method(real) : int_from_i64(0);
    if (!converted && error_occurred()) return NULL;
    if (converted) real = converted;
    Own result = NULL;
    if (!is_number(real))
        error_set(EXC(TypeError), "complex() first argument must be a string or a number, not '%.200T'", real);
    else if (imag && !is_number(imag))
        error_set(EXC(TypeError), "complex() second argument must be a number, not '%.200T'", imag);
    else
        result = combine(type, real, imag);
    release_maybe(converted);
    return result;
}
