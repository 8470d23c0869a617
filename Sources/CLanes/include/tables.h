/* Tables of sixteen doubles behind exp and log, printed by notes/coefficients.py. */
#ifndef LANGEVIN_TABLES_H
#define LANGEVIN_TABLES_H

/* 2^(j/16), rounded */
static const double langevin_power_of_two[16] __attribute__((aligned(64))) = {
    0x1.0000000000000p+0, 0x1.0b5586cf9890fp+0, 0x1.172b83c7d517bp+0, 0x1.2387a6e756238p+0,
    0x1.306fe0a31b715p+0, 0x1.3dea64c123422p+0, 0x1.4bfdad5362a27p+0, 0x1.5ab07dd485429p+0,
    0x1.6a09e667f3bcdp+0, 0x1.7a11473eb0187p+0, 0x1.8ace5422aa0dbp+0, 0x1.9c49182a3f090p+0,
    0x1.ae89f995ad3adp+0, 0x1.c199bdd85529cp+0, 0x1.d5818dcfba487p+0, 0x1.ea4afa2a490dap+0};

/* what the rounding of 2^(j/16) lost, relative to what it left */
static const double langevin_power_of_two_tail[16] __attribute__((aligned(64))) = {
    0x0.0p+0, 0x1.79aa65d837b6dp-54, -0x1.01b15eaa59348p-55, 0x1.68efde3a8a894p-54,
    0x1.34d754db0abb6p-55, 0x1.59f48a72a4c6dp-55, 0x1.690cebb7aafb0p-56, 0x1.063e1e21c5409p-54,
    -0x1.3b3efbf5e2228p-54, -0x1.b32dcb94da51dp-56, 0x1.db72fc1f0eab4p-55, 0x1.1affc2b91ce27p-56,
    0x1.c1a7792cb3387p-55, 0x1.36eae30af0cb3p-56, 0x1.4a385a63d07a7p-56, -0x1.ff7128fd391f0p-55};

/* 1/c, c near the centre of interval j of [0.703125, 1.40625); eight fractional bits */
static const double langevin_inverse_centre[16] __attribute__((aligned(64))) = {
    0x1.6400000000000p+0, 0x1.5500000000000p+0, 0x1.4800000000000p+0, 0x1.3b00000000000p+0,
    0x1.2f00000000000p+0, 0x1.2500000000000p+0, 0x1.1a00000000000p+0, 0x1.1100000000000p+0,
    0x1.0800000000000p+0, 0x1.0000000000000p+0, 0x1.e200000000000p-1, 0x1.c800000000000p-1,
    0x1.b000000000000p-1, 0x1.9a00000000000p-1, 0x1.8600000000000p-1, 0x1.7400000000000p-1};

/* log c, a multiple of 2^-42 */
static const double langevin_log_centre[16] __attribute__((aligned(64))) = {
    -0x1.51aad872e0000p-2, -0x1.2596010df7000p-2, -0x1.fb9186d5e4000p-3, -0x1.a8becfc882000p-3,
    -0x1.59338d9982000p-3, -0x1.1478584674000p-3, -0x1.8c345d6318000p-4, -0x1.0759835990000p-4,
    -0x1.f829b0e780000p-6, 0x0.0p+0, 0x1.eea31c0068000p-5, 0x1.da72763844000p-4,
    0x1.5bf406b544000p-3, 0x1.c6ffbc6f00000p-3, 0x1.16b5ccbad0000p-2, 0x1.4718dc271c000p-2};

/* log c less its head */
static const double langevin_log_centre_tail[16] __attribute__((aligned(64))) = {
    0x1.f4bd8db0a7cc1p-44, -0x1.8e7bc224ea3e3p-44, 0x1.d572aab993c87p-47, -0x1.e3185cf21b9cfp-44,
    -0x1.0ba68b7555d4ap-48, -0x1.563451027c750p-46, -0x1.b20f5acb42a66p-44, 0x1.b8ecfe4b59987p-44,
    -0x1.980267c7e09e4p-45, 0x0.0p+0, 0x1.c3dd83606d891p-44, 0x1.a89401fa71733p-46,
    -0x1.27023eb68981cp-46, 0x1.ee138d3a69d43p-44, -0x1.23299042d74bfp-44, 0x1.06c18fb4c14c5p-44};

/* 1/c, c near 1 + j/15; nine fractional bits */
static const double langevin_inverse_of_one_plus[16] __attribute__((aligned(64))) = {
    0x1.0000000000000p+0, 0x1.e000000000000p-1, 0x1.c400000000000p-1, 0x1.ab00000000000p-1,
    0x1.9400000000000p-1, 0x1.8000000000000p-1, 0x1.6e00000000000p-1, 0x1.5d00000000000p-1,
    0x1.4e00000000000p-1, 0x1.4000000000000p-1, 0x1.3300000000000p-1, 0x1.2700000000000p-1,
    0x1.1c00000000000p-1, 0x1.1200000000000p-1, 0x1.0900000000000p-1, 0x1.0000000000000p-1};

/* log c */
static const double langevin_log_of_one_plus[16] __attribute__((aligned(64))) = {
    0x0.0p+0, 0x1.08598b59e3a07p-4, 0x1.fe89139dbd566p-4, 0x1.73cb9074fd14dp-3,
    0x1.e530effe71012p-3, 0x1.269621134db92p-2, 0x1.57bf753c8d1fbp-2, 0x1.8873658327ccfp-2,
    0x1.b56fa04462909p-2, 0x1.e148a1a2726cep-2, 0x1.05e04c1aa2c06p-1, 0x1.1a4a738b7a33cp-1,
    0x1.2dbf557b0df43p-1, 0x1.4019c2125ca93p-1, 0x1.513356667fc57p-1, 0x1.62e42fefa39efp-1};

#endif
