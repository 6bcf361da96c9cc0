/* audioop_measure.c: what the module audioop tells of a fragment: its loudness, its peaks, where it is like another
 * one. Sums are doubles, as CPython has them: exact up to 2^53. */
#include <math.h>

#include "modules/audioop.h"
#include "object/argument_checks.h"
#include "object/charge.h"
#include "object/float.h"
#include "object/int.h"
#include "object/tuple.h"
#include "vm/eval.h"

AUDIOOP_FUNCTION(getsample) {
    Sound sound;
    if (!arguments_count("getsample", nargs, 3, 3) || !sound_take(args[0], args[1], &sound)) return NULL;
    Own number = int_index(args[2]);
    isize index = number ? int_as_isize(number) : -1;
    release_maybe(number);
    if (index == -1 && error_occurred()) {
        buffer_release(&sound.buffer);
        return NULL;
    }
    if (!sound_check(&sound)) return NULL;
    Own answer = index < 0 || index >= sound.count ? audioop_error("Index out of range")
                                                   : int_from_i64(sound_get(&sound, index));
    buffer_release(&sound.buffer);
    return answer;
}

/* --- over all samples ----------------------------------------------------------------------------------- */

static i64 magnitude(i64 value) { return value < 0 ? -value : value; }

AUDIOOP_FUNCTION(max) {
    Sound sound;
    if (!sound_arguments("max", args, nargs, &sound)) return NULL;
    i64 highest = 0;
    for (isize i = 0; i < sound.count; i++) {
        i64 value = magnitude(sound_get(&sound, i));
        if (value > highest) highest = value;
    }
    return sound_finish(&sound, int_from_i64(highest));
}

AUDIOOP_FUNCTION(minmax) {
    Sound sound;
    if (!sound_arguments("minmax", args, nargs, &sound)) return NULL;
    i32 lowest = INT32_MAX, highest = INT32_MIN;
    for (isize i = 0; i < sound.count; i++) {
        i32 value = sound_get(&sound, i);
        if (value > highest) highest = value;
        if (value < lowest) lowest = value;
    }
    return sound_finish(&sound, tuple_take(2, int_from_i64(lowest), int_from_i64(highest)));
}

AUDIOOP_FUNCTION(avg) {
    Sound sound;
    if (!sound_arguments("avg", args, nargs, &sound)) return NULL;
    double sum = 0;
    for (isize i = 0; i < sound.count; i++) sum += sound_get(&sound, i);
    return sound_finish(&sound, int_from_i64(sound.count ? (i64)floor(sum / (double)sound.count) : 0));
}

AUDIOOP_FUNCTION(rms) {
    Sound sound;
    if (!sound_arguments("rms", args, nargs, &sound)) return NULL;
    double sum = 0;
    for (isize i = 0; i < sound.count; i++) {
        double value = sound_get(&sound, i);
        sum += value * value;
    }
    return sound_finish(&sound, int_from_i64(sound.count ? (i64)sqrt(sum / (double)sound.count) : 0));
}

/* How often the sign changes; -1 for no samples. */
AUDIOOP_FUNCTION(cross) {
    Sound sound;
    if (!sound_arguments("cross", args, nargs, &sound)) return NULL;
    isize changes = sound.count ? 0 : -1;
    for (isize i = 1; i < sound.count; i++)
        changes += (sound_get(&sound, i) < 0) != (sound_get(&sound, i - 1) < 0);
    return sound_finish(&sound, int_from_isize(changes));
}

/* --- peaks ---------------------------------------------------------------------------------------------- */

/* Distances between one turning point of the curve and the next. What comes before the first and after the last of them
 * is no whole swing, and not counted. */
typedef struct Swings {
    i64 largest, count;
    double sum;
} Swings;

static Swings swings_measure(const Sound *sound) {
    Swings swings = {.count = -1}; /* the first turning point ends no swing */
    i32 previous = sound->count ? sound_get(sound, 0) : 0, turning_point = 0;
    int falling = -1; /* not known */
    for (isize i = 1; i < sound->count; i++) {
        i32 value = sound_get(sound, i);
        if (value == previous) continue;
        bool falls = value < previous;
        if (falling == !falls) {
            i64 distance = swings.count < 0 ? 0 : magnitude((i64)previous - turning_point);
            if (distance > swings.largest) swings.largest = distance;
            swings.sum += (double)distance;
            swings.count++;
            turning_point = previous;
        }
        previous = value;
        falling = falls;
    }
    return swings;
}

AUDIOOP_FUNCTION(maxpp) {
    Sound sound;
    if (!sound_arguments("maxpp", args, nargs, &sound)) return NULL;
    return sound_finish(&sound, int_from_i64(swings_measure(&sound).largest));
}

AUDIOOP_FUNCTION(avgpp) {
    Sound sound;
    if (!sound_arguments("avgpp", args, nargs, &sound)) return NULL;
    Swings swings = swings_measure(&sound);
    return sound_finish(&sound, int_from_i64(swings.count > 0 ? (i64)(swings.sum / (double)swings.count) : 0));
}

/* --- likeness of two fragments of 16 bits ---------------------------------------------------------------- */

enum { FIT_WIDTH = 2 };

/* The sum of the products of `count` samples each. */
static double product_sum(const Sound *a, isize from, const Sound *b, isize count) {
    double sum = 0;
    for (isize i = 0; i < count; i++) sum += (double)sound_get(a, from + i) * (double)sound_get(b, i);
    charge(count, CHARGE_CODED);
    return sum;
}

static bool fit_sound_take(Ref argument, Sound *sound) {
    if (!buffer_get(argument, &sound->buffer, false)) return false;
    sound->bytes = (const u8 *)sound->buffer.data;
    sound->width = FIT_WIDTH;
    sound->count = sound->buffer.length / FIT_WIDTH;
    return true;
}

static bool fit_arguments(const char *function, Ref const *args, isize nargs, Sound *sound, Sound *reference) {
    if (!arguments_count(function, nargs, 2, 2) || !fit_sound_take(args[0], sound)) return false;
    if (!fit_sound_take(args[1], reference)) {
        buffer_release(&sound->buffer);
        return false;
    }
    if (sound->buffer.length % FIT_WIDTH == 0 && reference->buffer.length % FIT_WIDTH == 0) return true;
    audioop_error("Strings should be even-sized");
    buffer_release(&sound->buffer);
    buffer_release(&reference->buffer);
    return false;
}

/* By how much the square sum of a stretch changes when it moves on by one to begin at `start`. */
static double square_sum_change(const Sound *sound, isize start, isize count) {
    double gone = sound_get(sound, start - 1), come = sound_get(sound, start + count - 1);
    return come * come - gone * gone;
}

/* Where the reference, made louder or softer, leaves the least of the fragment when it is taken away there. */
static Own fit_best(const Sound *sound, const Sound *reference) {
    isize length = reference->count, best = 0;
    double own_squares = product_sum(reference, 0, reference, length);
    double squares = product_sum(sound, 0, sound, length), least = 0;
    for (isize start = 0; start <= sound->count - length; start++) {
        if (start) squares += square_sum_change(sound, start, length);
        double products = product_sum(sound, start, reference, length);
        double rest = (own_squares * squares - products * products) / squares;
        if (start && !(rest < least)) continue;
        least = rest;
        best = start;
    }
    double factor = product_sum(sound, best, reference, length) / own_squares;
    return tuple_take(2, int_from_isize(best), float_from_double(factor));
}

AUDIOOP_FUNCTION(findfit) {
    Sound sound, reference;
    if (!fit_arguments("findfit", args, nargs, &sound, &reference)) return NULL;
    Own answer = sound.count < reference.count ? audioop_error("First sample should be longer")
                                               : fit_best(&sound, &reference);
    buffer_release(&reference.buffer);
    return sound_finish(&sound, answer);
}

AUDIOOP_FUNCTION(findfactor) {
    Sound sound, reference;
    if (!fit_arguments("findfactor", args, nargs, &sound, &reference)) return NULL;
    Own answer = NULL;
    if (sound.count != reference.count) {
        audioop_error("Samples should be same size");
    } else {
        double squares = product_sum(&reference, 0, &reference, sound.count);
        answer = float_from_double(product_sum(&sound, 0, &reference, sound.count) / squares);
    }
    buffer_release(&reference.buffer);
    return sound_finish(&sound, answer);
}

AUDIOOP_FUNCTION(findmax) {
    Sound sound;
    isize length;
    if (!arguments_count("findmax", nargs, 2, 2) || !fit_sound_take(args[0], &sound)) return NULL;
    if (!argument_parsed_isize(args[1], &length)) {
        buffer_release(&sound.buffer);
        return NULL;
    }
    if (sound.buffer.length % FIT_WIDTH)
        return sound_finish(&sound, audioop_error("Strings should be even-sized"));
    if (length < 0 || sound.count < length)
        return sound_finish(&sound, audioop_error("Input sample should be longer"));
    double squares = product_sum(&sound, 0, &sound, length), most = squares;
    isize best = 0;
    for (isize start = 1; length && start <= sound.count - length; start++) {
        squares += square_sum_change(&sound, start, length);
        if (!(squares > most)) continue;
        most = squares;
        best = start;
    }
    return sound_finish(&sound, int_from_isize(best));
}
