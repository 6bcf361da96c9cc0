/* audioop_code.c: codes for sound: u-law and A-law (ITU G.711), and the ADPCM of Intel and DVI (IMA).
 *
 * The two laws keep a sign, the place of the highest bit (the segment) and the four bits behind that one: steps that
 * grow with the loudness. ADPCM keeps four bits of the difference to the sample before, in steps that a table makes
 * larger after a large difference and smaller after a small one. */
#include "modules/audioop.h"
#include "object/argument_checks.h"
#include "object/int.h"
#include "object/tuple.h"
#include "object/type_checks.h"

/* --- u-law and A-law ------------------------------------------------------------------------------------- */

enum {
    LAW_SIGN = 0x80,
    LAW_MAGNITUDE = 0x7f,
    LAW_STEP = 15, /* bits of the step within a segment */
    LAW_SEGMENTS = 8,
    ULAW_BIAS = 33,     /* added to samples of 14 bits: the smallest have a segment too */
    ULAW_CLIP = 8159,   /* the loudest of them that the code has */
    ALAW_FLIPPED = 0x55 /* each second bit is inverted: silence has no long runs of equal bits */
};

static u8 ulaw_encode(i32 raw) {
    i32 value = raw >> 18; /* 14 bits */
    u8 flipped = value < 0 ? LAW_MAGNITUDE : LAW_MAGNITUDE | LAW_SIGN;
    if (value < 0) value = -value;
    value = (value > ULAW_CLIP ? ULAW_CLIP : value) + ULAW_BIAS;
    int segment = 0;
    while (value >> (segment + 6)) segment++;
    if (segment >= LAW_SEGMENTS) return LAW_MAGNITUDE ^ flipped;
    return (u8)(segment << 4 | (value >> (segment + 1) & LAW_STEP)) ^ flipped;
}

static i32 ulaw_decode(u8 code) {
    code = (u8)~code;
    i32 value = (((code & LAW_STEP) << 1 | ULAW_BIAS) << (code >> 4 & 7)) - ULAW_BIAS; /* 14 bits */
    return (code & LAW_SIGN ? -value : value) * (1 << 18);
}

static u8 alaw_encode(i32 raw) {
    i32 value = raw >> 19; /* 13 bits */
    u8 flipped = value < 0 ? ALAW_FLIPPED : ALAW_FLIPPED | LAW_SIGN;
    if (value < 0) value = -value - 1;
    int segment = 0;
    while (value >> (segment + 5)) segment++;
    return (u8)(segment << 4 | (value >> (segment ? segment : 1) & LAW_STEP)) ^ flipped;
}

static i32 alaw_decode(u8 code) {
    code ^= ALAW_FLIPPED;
    int segment = code >> 4 & 7;
    i32 value = (code & LAW_STEP) << 1 | 1; /* 13 bits: the middle of the step */
    if (segment) value = (value + 32) << (segment - 1);
    return (code & LAW_SIGN ? value : -value) * (1 << 19);
}

static Own law_encode(const char *function, u8 (*encode)(i32), Ref const *args, isize nargs) {
    Sound sound;
    if (!sound_arguments(function, args, nargs, &sound)) return NULL;
    Own codes = sound_new(sound.count, 1);
    for (isize i = 0; codes && i < sound.count; i++) bytes_data(codes)[i] = encode(sound_get_raw(&sound, i));
    return sound_finish(&sound, codes);
}

static Own law_decode(const char *function, i32 (*decode)(u8), Ref const *args, isize nargs) {
    Sound codes;
    if (!arguments_count(function, nargs, 2, 2) || !sound_take(args[0], args[1], &codes)) return NULL;
    Own fragment = sound_width_check(codes.width) ? sound_new(codes.buffer.length, codes.width) : NULL;
    for (isize i = 0; fragment && i < codes.buffer.length; i++)
        sample_set_raw(bytes_data(fragment) + i * codes.width, codes.width, decode(codes.bytes[i]));
    return sound_finish(&codes, fragment);
}

AUDIOOP_FUNCTION(ulaw2lin) { return law_decode("ulaw2lin", ulaw_decode, args, nargs); }
AUDIOOP_FUNCTION(lin2ulaw) { return law_encode("lin2ulaw", ulaw_encode, args, nargs); }
AUDIOOP_FUNCTION(alaw2lin) { return law_decode("alaw2lin", alaw_decode, args, nargs); }
AUDIOOP_FUNCTION(lin2alaw) { return law_encode("lin2alaw", alaw_encode, args, nargs); }

/* --- ADPCM ----------------------------------------------------------------------------------------------- */

enum { ADPCM_STEPS = 89, ADPCM_SIGN = 8, ADPCM_MAGNITUDE = 7 };
static const u16 adpcm_steps[ADPCM_STEPS] = {
    7,    8,     9,     10,    11,    12,    13,    14,    16,    17,    19,    21,    23,    25,   28,
    31,   34,    37,    41,    45,    50,    55,    60,    66,    73,    80,    88,    97,    107,  118,
    130,  143,   157,   173,   190,   209,   230,   253,   279,   307,   337,   371,   408,   449,  494,
    544,  598,   658,   724,   796,   876,   963,   1060,  1166,  1282,  1411,  1552,  1707,  1878, 2066,
    2272, 2499,  2749,  3024,  3327,  3660,  4026,  4428,  4871,  5358,  5894,  6484,  7132,  7845, 8630,
    9493, 10442, 11487, 12635, 13899, 15289, 16818, 18500, 20350, 22385, 24623, 27086, 29794, 32767};
/* By how many steps the table is gone along after a difference of 0..7. */
static const i8 adpcm_moves[] = {-1, -1, -1, -1, 2, 4, 6, 8};

typedef struct AdpcmState {
    int value, index; /* the sample before, of 16 bits; where in the table of steps */
} AdpcmState;

/* A tuple of two ints, or None: silence. False: raised. */
static bool adpcm_state_take(const char *function, Ref argument, AdpcmState *state) {
    *state = (AdpcmState){0};
    if (argument == None) return true;
    if (!is_tuple(argument)) return error_set(EXC(TypeError), "state must be a tuple or None") != NULL;
    if (tuple_length(argument) != 2)
        return error_set(EXC(TypeError), "%s(): illegal state argument", function) != NULL;
    if (!argument_parsed_int(tuple_get(argument, 0), &state->value) ||
        !argument_parsed_int(tuple_get(argument, 1), &state->index))
        return false;
    if (state->value >= -0x8000 && state->value <= 0x7fff && state->index >= 0 && state->index < ADPCM_STEPS)
        return true;
    return error_set(EXC(ValueError), "bad state") != NULL;
}

/* (fragment, state after it); consumes the fragment. */
static Own adpcm_answer(Own fragment, AdpcmState state) {
    Own pair = tuple_take(2, int_from_i64(state.value), int_from_i64(state.index));
    return tuple_take(2, fragment, pair);
}

/* Moves on by a code: what the decoder does, and the encoder to know what the decoder will have. */
static void adpcm_follow(AdpcmState *state, int code) {
    int step = adpcm_steps[state->index];
    int difference = step >> 3;
    if (code & 4) difference += step;
    if (code & 2) difference += step >> 1;
    if (code & 1) difference += step >> 2;
    int value = state->value + (code & ADPCM_SIGN ? -difference : difference);
    state->value = value > 0x7fff ? 0x7fff : value < -0x8000 ? -0x8000 : value;
    int index = state->index + adpcm_moves[code & ADPCM_MAGNITUDE];
    state->index = index < 0 ? 0 : index >= ADPCM_STEPS ? ADPCM_STEPS - 1 : index;
}

/* The code for the way from the sample before to this one. */
static int adpcm_encode(const AdpcmState *state, int sample) {
    int difference = sample - state->value, code = 0, step = adpcm_steps[state->index];
    if (difference < 0) {
        code = ADPCM_SIGN;
        difference = -difference;
    }
    for (int bit = 4; bit; bit >>= 1, step >>= 1) {
        if (difference < step) continue;
        code |= bit;
        difference -= step;
    }
    return code;
}

/* The arguments (fragment, width, state). False: raised, and nothing to release. */
static bool adpcm_arguments(const char *function, Ref const *args, isize nargs, Sound *sound,
                            bool whole_samples) {
    if (!arguments_count(function, nargs, 3, 3) || !sound_take(args[0], args[1], sound)) return false;
    if (whole_samples) return sound_check(sound);
    if (sound_width_check(sound->width)) return true;
    buffer_release(&sound->buffer);
    return false;
}

AUDIOOP_FUNCTION(lin2adpcm) {
    Sound sound;
    AdpcmState state;
    if (!adpcm_arguments("lin2adpcm", args, nargs, &sound, true)) return NULL;
    Own codes = adpcm_state_take("lin2adpcm", args[2], &state) ? sound_new(sound.count / 2, 1) : NULL;
    int first = 0; /* two codes are a byte: the first is the upper half. One that has no second is lost */
    for (isize i = 0; codes && i < sound.count; i++) {
        int code = adpcm_encode(&state, sound_get_raw(&sound, i) >> 16);
        adpcm_follow(&state, code);
        if (i % 2) bytes_data(codes)[i / 2] = (u8)(first << 4 | code);
        first = code;
    }
    return sound_finish(&sound, codes ? adpcm_answer(codes, state) : NULL);
}

AUDIOOP_FUNCTION(adpcm2lin) {
    Sound codes;
    AdpcmState state;
    if (!adpcm_arguments("adpcm2lin", args, nargs, &codes, false)) return NULL;
    isize count = codes.buffer.length * 2;
    Own fragment = adpcm_state_take("adpcm2lin", args[2], &state) ? sound_new(count, codes.width) : NULL;
    for (isize i = 0; fragment && i < count; i++) {
        adpcm_follow(&state, i % 2 ? codes.bytes[i / 2] & 15 : codes.bytes[i / 2] >> 4);
        sample_set_raw(bytes_data(fragment) + i * codes.width, codes.width, state.value * (1 << 16));
    }
    return sound_finish(&codes, fragment ? adpcm_answer(fragment, state) : NULL);
}
