/*
 * Club churn in plain C, the yardstick: a plain loop over a CSR graph, double, xoshiro256++.
 *
 * N members on a fixed random graph of mean degree 10; interest match m ~ U(0, 1); novelty n = 1; belonging b = 0.
 * Each day, for all at once from yesterday's state:
 *
 *     p = logistic(-2 + 2.5 n m + 1.5 (share of neighbours who visited yesterday) + b)
 *
 * A visit multiplies n by 0.97, adds 0.02 to b if a neighbour visited yesterday, and posts with probability 0.1.
 * Thirty days in a row without a visit and the member leaves; the share's denominator stays the first degree, and
 * who has left counts as not visiting. Visitors, posts and members are recorded daily.
 *
 *     club_churn MEMBERS DAYS SEED   prints: CPU seconds of the days, then for each day visitors, posts, members
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static uint64_t state[4];

static uint64_t rotated(uint64_t x, int by) { return (x << by) | (x >> (64 - by)); }

/* xoshiro256++ of Blackman & Vigna (2021), Scrambled linear pseudorandom number generators. */
static uint64_t next_word(void)
{
    uint64_t result = rotated(state[0] + state[3], 23) + state[0];
    uint64_t shifted = state[1] << 17;
    state[2] ^= state[0];
    state[3] ^= state[1];
    state[1] ^= state[2];
    state[0] ^= state[3];
    state[2] ^= shifted;
    state[3] = rotated(state[3], 45);
    return result;
}

static double uniform(void) { return (double)(next_word() >> 11) * 0x1.0p-53; }

static void seed_with(uint64_t seed)
{
    for (int i = 0; i < 4; i++) { /* splitmix64 */
        uint64_t z = (seed += 0x9E3779B97F4A7C15u);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
        state[i] = z ^ (z >> 31);
    }
}

static void *room_for(size_t count, size_t size)
{
    void *room = calloc(count ? count : 1, size);
    if (!room) {
        fprintf(stderr, "club_churn: not enough memory\n");
        exit(1);
    }
    return room;
}

/* A random graph with 5 n edges: first[i] .. first[i + 1] are the places of member i's neighbours. */
static void make_graph(int n, int *first, int *neighbour)
{
    int edges = 5 * n;
    int *from = room_for(edges, sizeof *from), *to = room_for(edges, sizeof *to), *place = room_for(n, sizeof *place);
    for (int e = 0; e < edges; e++) {
        from[e] = (int)(uniform() * n);
        do
            to[e] = (int)(uniform() * n);
        while (n > 1 && to[e] == from[e]);
        first[from[e] + 1]++;
        first[to[e] + 1]++;
    }
    for (int i = 0; i < n; i++)
        first[i + 1] += first[i];
    memcpy(place, first, n * sizeof *place);
    for (int e = 0; e < edges; e++) {
        neighbour[place[from[e]]++] = to[e];
        neighbour[place[to[e]]++] = from[e];
    }
    free(from);
    free(to);
    free(place);
}

int main(int argc, char **argv)
{
    if (argc != 4 || atoi(argv[1]) < 1 || atoi(argv[2]) < 1) {
        fprintf(stderr, "usage: club_churn MEMBERS DAYS SEED\n");
        return 2;
    }
    int n = atoi(argv[1]), days = atoi(argv[2]);
    seed_with(strtoull(argv[3], NULL, 10));
    int *first = room_for((size_t)n + 1, sizeof *first), *neighbour = room_for((size_t)10 * n, sizeof *neighbour);
    make_graph(n, first, neighbour);
    double *match = room_for(n, sizeof *match), *novelty = room_for(n, sizeof *novelty);
    double *belonging = room_for(n, sizeof *belonging);
    int *away = room_for(n, sizeof *away);
    char *here = room_for(n, 1), *yesterday = room_for(n, 1), *today = room_for(n, 1);
    for (int i = 0; i < n; i++) {
        match[i] = uniform();
        novelty[i] = 1.0;
        here[i] = 1;
    }
    long *visitors = room_for(days, sizeof *visitors), *posts = room_for(days, sizeof *posts);
    long *members = room_for(days, sizeof *members);

    clock_t start = clock();
    for (int day = 0; day < days; day++) {
        for (int i = 0; i < n; i++) {
            today[i] = 0;
            if (!here[i])
                continue;
            int around = 0, degree = first[i + 1] - first[i];
            for (int k = first[i]; k < first[i + 1]; k++)
                around += yesterday[neighbour[k]];
            double share = degree ? (double)around / degree : 0.0;
            double pull = -2.0 + 2.5 * novelty[i] * match[i] + 1.5 * share + belonging[i];
            if (uniform() < 1.0 / (1.0 + exp(-pull))) {
                today[i] = 1;
                visitors[day]++;
                novelty[i] *= 0.97;
                if (around)
                    belonging[i] += 0.02;
                if (uniform() < 0.1)
                    posts[day]++;
                away[i] = 0;
            } else if (++away[i] >= 30)
                here[i] = 0;
            members[day] += here[i];
        }
        char *swap = yesterday;
        yesterday = today;
        today = swap;
    }
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    printf("%.6f\n", seconds);
    for (int day = 0; day < days; day++)
        printf("%ld %ld %ld\n", visitors[day], posts[day], members[day]);
    return 0;
}
