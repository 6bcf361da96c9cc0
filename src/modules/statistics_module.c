/* statistics_module.c: the module _statistics: the one function of the library's statistics.py that wants speed.
 *
 * The quantile of the normal distribution by Wichura's algorithm AS 241 (PPND16): quotients of two polynomials of
 * degree 7, one pair for the middle of the distribution, two for its tails. */
#include <math.h>

#include "modules/math_module.h"

enum { TERMS = 8 };
/* Coefficients, the highest power first. */
static const double middle[] = {2.5090809287301226727e+3, 3.3430575583588128105e+4, 6.7265770927008700853e+4,
                                4.5921953931549871457e+4, 1.3731693765509461125e+4, 1.9715909503065514427e+3,
                                1.3314166789178437745e+2, 3.3871328727963666080e+0};
static const double middle_below[] = {
    5.2264952788528545610e+3, 2.8729085735721942674e+4, 3.9307895800092710610e+4, 2.1213794301586595867e+4,
    5.3941960214247511077e+3, 6.8718700749205790830e+2, 4.2313330701600911252e+1, 1.0};
static const double near[] = {7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1,
                              1.27045825245236838258e+0, 3.64784832476320460504e+0, 5.76949722146069140550e+0,
                              4.63033784615654529590e+0, 1.42343711074968357734e+0};
static const double near_below[] = {
    1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2, 1.48103976427480074590e-1,
    6.89767334985100004550e-1, 1.67638483018380384940e+0, 2.05319162663775882187e+0, 1.0};
static const double far[] = {2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3,
                             2.65321895265761230930e-2, 2.96560571828504891230e-1, 1.78482653991729133580e+0,
                             5.46378491116411436990e+0, 6.65790464350110377720e+0};
static const double far_below[] = {
    2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5, 7.86869131145613259100e-4,
    1.48753612908506148525e-2,  1.36929880922735805310e-1, 5.99832206555887937690e-1, 1.0};

static double polynomial(const double *coefficients, double x) {
    double value = coefficients[0];
    for (int i = 1; i < TERMS; i++) value = value * x + coefficients[i];
    return value;
}

/* How many standard deviations from the mean the value lies below which there is the share `p` of all. */
static double quantile(double p) {
    double from_middle = p - 0.5;
    if (fabs(from_middle) <= 0.425) {
        double r = 0.180625 - from_middle * from_middle;
        return polynomial(middle, r) * from_middle / polynomial(middle_below, r);
    }
    double r = sqrt(-log(from_middle <= 0 ? p : 1.0 - p)), x;
    if (r <= 5.0) {
        r -= 1.6;
        x = polynomial(near, r) / polynomial(near_below, r);
    } else {
        r -= 5.0;
        x = polynomial(far, r) / polynomial(far_below, r);
    }
    return from_middle < 0 ? -x : x;
}

static Own statistics_method_inv_cdf(UNUSED Ref self, Ref const *args, isize nargs) {
    double p, mu, sigma;
    if (!arguments_count("_normal_dist_inv_cdf", nargs, 3, 3) || !math_double(args[0], &p) ||
        !math_double(args[1], &mu) || !math_double(args[2], &sigma))
        return NULL;
    if (p <= 0 || p >= 1 || sigma <= 0) { /* a NaN passes */
        return error_set(EXC(ValueError), "inv_cdf undefined for these parameters");
    }
    return float_from_double(mu + quantile(p) * sigma);
}

static const MethodDef statistics_functions[] = {{"_normal_dist_inv_cdf", METHOD_ARRAY,
                                                  .array = statistics_method_inv_cdf,
                                                  .doc = "_normal_dist_inv_cdf($module, p, mu, sigma, /)\n"
                                                         "--\n"
                                                         "\n"},
                                                 {.name = NULL}};

const NativeModule statistics_module = {.name = "_statistics",
                                        .doc = "Accelerators for the statistics module.\n",
                                        .functions = statistics_functions};
