/* audioop_module.c: the module audioop, and what makes a new fragment of an old one. The file audioop_measure.c has what
 * tells of a fragment, audioop_code.c other codes, audioop_rate.c other rates. */
#include "modules/audioop.h"

#include <math.h>

#include "object/argument_checks.h"
#include "object/charge.h"
#include "object/float.h"
#include "vm/eval.h"

/* --- fragments -------------------------------------------------------------------------------------------- */

void *audioop_error(const char *message) {
    return error_set(AS_TYPE(MODULES_ROOT->audioop_error), "%s", message);
}

bool sound_take(Ref fragment, Ref width, Sound *sound) {
    if (!buffer_get(fragment, &sound->buffer, false)) return false;
    sound->bytes = (const u8 *)sound->buffer.data;
    sound->count = 0;
    if (argument_int(width, &sound->width)) return true;
    buffer_release(&sound->buffer);
    return false;
}

bool sound_width_check(int width) {
    return (width >= 1 && width <= 4) || audioop_error("Size should be 1, 2, 3 or 4");
}

bool sound_check(Sound *sound) {
    bool good = sound_width_check(sound->width);
    if (good && sound->buffer.length % sound->width) good = audioop_error("not a whole number of frames");
    if (good) sound->count = sound->buffer.length / sound->width;
    if (!good) buffer_release(&sound->buffer);
    return good;
}

bool sound_arguments(const char *function, Ref const *args, isize nargs, Sound *sound) {
    return arguments_count(function, nargs, 2, 2) && sound_take(args[0], args[1], sound) && sound_check(sound);
}

Own sound_new(isize count, int width) {
    if (count > ISIZE_MAX / width) return error_memory();
    return bytes_from(NULL, count * width);
}

Own sound_finish(Sound *sound, Own answer) {
    charge(sound->buffer.length, CHARGE_CODED);
    buffer_release(&sound->buffer);
    return answer;
}

i32 sample_get(const u8 *bytes, int width) {
    u32 bits = 0;
    for (int i = 0; i < width; i++) bits |= (u32)bytes[i] << (32 - 8 * width + 8 * i);
    return (i32)bits >> (32 - 8 * width);
}

void sample_set(u8 *bytes, int width, i32 value) {
    for (int i = 0; i < width; i++) bytes[i] = (u8)((u32)value >> 8 * i);
}

/* The sample that a number becomes: rounded down, and cut off where the width can't hold it. */
static i32 sample_from_double(double value, int width) {
    double limit = ldexp(1, 8 * width - 1);
    if (value > limit - 1) value = limit - 1;
    if (value < -limit + 1) value = -limit;
    return sample_cast(floor(value));
}

/* --- one fragment, each sample by itself ------------------------------------------------------------------ */

static Own audioop_mul(Ref module UNUSED, Ref const *args, isize nargs) {
    Sound sound;
    if (!arguments_count("mul", nargs, 3, 3) || !sound_take(args[0], args[1], &sound)) return NULL;
    double factor = float_as_double(args[2]);
    if (factor == -1 && error_occurred()) {
        buffer_release(&sound.buffer);
        return NULL;
    }
    if (!sound_check(&sound)) return NULL;
    Own product = sound_new(sound.count, sound.width);
    for (isize i = 0; product && i < sound.count; i++) {
        i32 sample = sample_from_double(sound_get(&sound, i) * factor, sound.width);
        sample_set(bytes_data(product) + i * sound.width, sound.width, sample);
    }
    return sound_finish(&sound, product);
}

static Own audioop_bias(Ref module UNUSED, Ref const *args, isize nargs) {
    Sound sound;
    int bias;
    if (!arguments_count("bias", nargs, 3, 3) || !sound_take(args[0], args[1], &sound)) return NULL;
    if (!argument_int(args[2], &bias)) {
        buffer_release(&sound.buffer);
        return NULL;
    }
    if (!sound_check(&sound)) return NULL;
    Own moved = sound_new(sound.count, sound.width);
    for (isize i = 0; moved && i < sound.count; i++) { /* around at the end, not cut off */
        u32 sample = (u32)sound_get(&sound, i) + (u32)bias;
        sample_set(bytes_data(moved) + i * sound.width, sound.width, (i32)sample);
    }
    return sound_finish(&sound, moved);
}

static Own audioop_reverse(Ref module UNUSED, Ref const *args, isize nargs) {
    Sound sound;
    if (!sound_arguments("reverse", args, nargs, &sound)) return NULL;
    Own reversed = sound_new(sound.count, sound.width);
    for (isize i = 0; reversed && i < sound.count; i++)
        sample_set(bytes_data(reversed) + (sound.count - 1 - i) * sound.width, sound.width,
                   sound_get(&sound, i));
    return sound_finish(&sound, reversed);
}

static Own audioop_byteswap(Ref module UNUSED, Ref const *args, isize nargs) {
    Sound sound;
    if (!sound_arguments("byteswap", args, nargs, &sound)) return NULL;
    Own swapped = sound_new(sound.count, sound.width);
    for (isize i = 0; swapped && i < sound.buffer.length; i++) {
        isize place = i % sound.width;
        bytes_data(swapped)[i - place + sound.width - 1 - place] = sound.bytes[i];
    }
    return sound_finish(&sound, swapped);
}

static Own audioop_lin2lin(Ref module UNUSED, Ref const *args, isize nargs) {
    Sound sound;
    int width;
    if (!arguments_count("lin2lin", nargs, 3, 3) || !sound_take(args[0], args[1], &sound)) return NULL;
    if (!argument_int(args[2], &width)) {
        buffer_release(&sound.buffer);
        return NULL;
    }
    if (!sound_check(&sound)) return NULL;
    Own fragment = sound_width_check(width) ? sound_new(sound.count, width) : NULL;
    for (isize i = 0; fragment && i < sound.count; i++)
        sample_set_raw(bytes_data(fragment) + i * width, width, sound_get_raw(&sound, i));
    return sound_finish(&sound, fragment);
}

/* --- two fragments, two channels --------------------------------------------------------------------------- */

static Own audioop_add(Ref module UNUSED, Ref const *args, isize nargs) {
    Sound a = {.width = 0}, b;
    Buffer first;
    if (!arguments_count("add", nargs, 3, 3) || !buffer_get(args[0], &first, false)) return NULL;
    if (!sound_take(args[1], args[2], &b)) {
        buffer_release(&first);
        return NULL;
    }
    a = (Sound){.buffer = first, .bytes = (const u8 *)first.data, .width = b.width};
    if (!sound_check(&a)) {
        buffer_release(&b.buffer);
        return NULL;
    }
    Own sum = a.buffer.length != b.buffer.length ? audioop_error("Lengths should be the same")
                                                 : sound_new(a.count, a.width);
    for (isize i = 0; sum && i < a.count; i++) { /* exact: 33 bits */
        i32 sample = sample_from_double((double)sound_get(&a, i) + (double)sound_get(&b, i), a.width);
        sample_set(bytes_data(sum) + i * a.width, a.width, sample);
    }
    buffer_release(&b.buffer);
    return sound_finish(&a, sum);
}

/* The arguments (fragment, width, left factor, right factor). False: raised, and nothing to release. */
static bool stereo_arguments(const char *function, Ref const *args, isize nargs, Sound *sound,
                             double factors[2]) {
    if (!arguments_count(function, nargs, 4, 4) || !sound_take(args[0], args[1], sound)) return false;
    for (int side = 0; side < 2; side++) {
        factors[side] = float_as_double(args[2 + side]);
        if (factors[side] != -1 || !error_occurred()) continue;
        buffer_release(&sound->buffer);
        return false;
    }
    return sound_check(sound);
}

static Own audioop_tomono(Ref module UNUSED, Ref const *args, isize nargs) {
    Sound sound;
    double factors[2];
    if (!stereo_arguments("tomono", args, nargs, &sound, factors)) return NULL;
    Own mono = sound.count % 2 ? audioop_error("not a whole number of frames")
                               : sound_new(sound.count / 2, sound.width);
    for (isize i = 0; mono && i < sound.count / 2; i++) {
        double sum = sound_get(&sound, 2 * i) * factors[0] + sound_get(&sound, 2 * i + 1) * factors[1];
        sample_set(bytes_data(mono) + i * sound.width, sound.width, sample_from_double(sum, sound.width));
    }
    return sound_finish(&sound, mono);
}

static Own audioop_tostereo(Ref module UNUSED, Ref const *args, isize nargs) {
    Sound sound;
    double factors[2];
    if (!stereo_arguments("tostereo", args, nargs, &sound, factors)) return NULL;
    Own stereo = sound.count > ISIZE_MAX / 2 ? error_memory() : sound_new(sound.count * 2, sound.width);
    for (isize i = 0; stereo && i < sound.count * 2; i++) {
        i32 sample = sample_from_double(sound_get(&sound, i / 2) * factors[i % 2], sound.width);
        sample_set(bytes_data(stereo) + i * sound.width, sound.width, sample);
    }
    return sound_finish(&sound, stereo);
}

/* --- the module -------------------------------------------------------------------------------------------- */

static const MethodDef functions[] = {
    {"max", METHOD_ARRAY, .array = audioop_max,
     .doc = "max($module, fragment, width, /)\n--\n\nReturn the maximum of the absolute value of all samples "
            "in a fragment."},
    {"minmax", METHOD_ARRAY, .array = audioop_minmax,
     .doc = "minmax($module, fragment, width, /)\n--\n\nReturn the minimum and maximum values of all samples "
            "in the sound fragment."},
    {"avg", METHOD_ARRAY, .array = audioop_avg,
     .doc = "avg($module, fragment, width, /)\n--\n\nReturn the average over all samples in the fragment."},
    {"maxpp", METHOD_ARRAY, .array = audioop_maxpp,
     .doc =
         "maxpp($module, fragment, width, /)\n--\n\nReturn the maximum peak-peak value in the sound fragment."},
    {"avgpp", METHOD_ARRAY, .array = audioop_avgpp,
     .doc = "avgpp($module, fragment, width, /)\n--\n\nReturn the average peak-peak value over all samples in "
            "the fragment."},
    {"rms", METHOD_ARRAY, .array = audioop_rms,
     .doc = "rms($module, fragment, width, /)\n--\n\nReturn the root-mean-square of the fragment, i.e. "
            "sqrt(sum(S_i^2)/n)."},
    {"findfit", METHOD_ARRAY, .array = audioop_findfit,
     .doc = "findfit($module, fragment, reference, /)\n--\n\nTry to match reference as well as possible to a "
            "portion of fragment."},
    {"findmax", METHOD_ARRAY, .array = audioop_findmax,
     .doc = "findmax($module, fragment, length, /)\n--\n\nSearch fragment for a slice of specified number of "
            "samples with maximum energy."},
    {"findfactor", METHOD_ARRAY, .array = audioop_findfactor,
     .doc = "findfactor($module, fragment, reference, /)\n--\n\nReturn a factor F such that rms(add(fragment, "
            "mul(reference, -F))) is minimal."},
    {"cross", METHOD_ARRAY, .array = audioop_cross,
     .doc = "cross($module, fragment, width, /)\n--\n\nReturn the number of zero crossings in the fragment "
            "passed as an argument."},
    {"mul", METHOD_ARRAY, .array = audioop_mul,
     .doc = "mul($module, fragment, width, factor, /)\n--\n\nReturn a fragment that has all samples in the "
            "original fragment multiplied by the floating-point value factor."},
    {"add", METHOD_ARRAY, .array = audioop_add,
     .doc = "add($module, fragment1, fragment2, width, /)\n--\n\nReturn a fragment which is the addition of "
            "the two samples passed as parameters."},
    {"bias", METHOD_ARRAY, .array = audioop_bias,
     .doc = "bias($module, fragment, width, bias, /)\n--\n\nReturn a fragment that is the original fragment "
            "with a bias added to each sample."},
    {"ulaw2lin", METHOD_ARRAY, .array = audioop_ulaw2lin,
     .doc = "ulaw2lin($module, fragment, width, /)\n--\n\nConvert sound fragments in u-LAW encoding to "
            "linearly encoded sound fragments."},
    {"lin2ulaw", METHOD_ARRAY, .array = audioop_lin2ulaw,
     .doc = "lin2ulaw($module, fragment, width, /)\n--\n\nConvert samples in the audio fragment to u-LAW "
            "encoding."},
    {"alaw2lin", METHOD_ARRAY, .array = audioop_alaw2lin,
     .doc = "alaw2lin($module, fragment, width, /)\n--\n\nConvert sound fragments in a-LAW encoding to "
            "linearly encoded sound fragments."},
    {"lin2alaw", METHOD_ARRAY, .array = audioop_lin2alaw,
     .doc = "lin2alaw($module, fragment, width, /)\n--\n\nConvert samples in the audio fragment to a-LAW "
            "encoding."},
    {"lin2lin", METHOD_ARRAY, .array = audioop_lin2lin,
     .doc = "lin2lin($module, fragment, width, newwidth, /)\n--\n\nConvert samples between 1-, 2-, 3- and "
            "4-byte formats."},
    {"adpcm2lin", METHOD_ARRAY, .array = audioop_adpcm2lin,
     .doc = "adpcm2lin($module, fragment, width, state, /)\n--\n\nDecode an Intel/DVI ADPCM coded fragment to "
            "a linear fragment."},
    {"lin2adpcm", METHOD_ARRAY, .array = audioop_lin2adpcm,
     .doc = "lin2adpcm($module, fragment, width, state, /)\n--\n\nConvert samples to 4 bit Intel/DVI ADPCM "
            "encoding."},
    {"tomono", METHOD_ARRAY, .array = audioop_tomono,
     .doc = "tomono($module, fragment, width, lfactor, rfactor, /)\n--\n\nConvert a stereo fragment to a mono "
            "fragment."},
    {"tostereo", METHOD_ARRAY, .array = audioop_tostereo,
     .doc = "tostereo($module, fragment, width, lfactor, rfactor, /)\n--\n\nGenerate a stereo fragment from a "
            "mono fragment."},
    {"getsample", METHOD_ARRAY, .array = audioop_getsample,
     .doc = "getsample($module, fragment, width, index, /)\n--\n\nReturn the value of sample index from the "
            "fragment."},
    {"reverse", METHOD_ARRAY, .array = audioop_reverse,
     .doc = "reverse($module, fragment, width, /)\n--\n\nReverse the samples in a fragment and returns the "
            "modified fragment."},
    {"byteswap", METHOD_ARRAY, .array = audioop_byteswap,
     .doc = "byteswap($module, fragment, width, /)\n--\n\nConvert big-endian samples to little-endian and vice "
            "versa."},
    {"ratecv", METHOD_ARRAY, .array = audioop_ratecv,
     .doc = "ratecv($module, fragment, width, nchannels, inrate, outrate, state,\n       weightA=1, weightB=0, "
            "/)\n--\n\nConvert the frame rate of the input fragment."},
    {.name = NULL}};

static bool fill(Ref module) {
    if (!warning_issue(EXC(DeprecationWarning), 1,
                       "'audioop' is deprecated and slated for removal in Python 3.13"))
        return false;
    if (!MODULES_ROOT->audioop_error)
        MODULES_ROOT->audioop_error = module_exception_new("audioop.error", EXC(Exception));
    return MODULES_ROOT->audioop_error && module_add(module, "error", own(MODULES_ROOT->audioop_error));
}

static void clear(void) { slot_clear(&MODULES_ROOT->audioop_error); }

const NativeModule audioop_module = {
    .name = "audioop", .functions = functions, .fill = fill, .clear = clear, .extension = true};
