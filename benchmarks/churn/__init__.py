"""
Club churn, the workload on which engines are compared, once in each of them; the clock runs over its days alone.

N members on a fixed random graph of mean degree 10; interest match m ~ U(0, 1); novelty n = 1; belonging b = 0. Each
day, for all at once from yesterday's state:

    p = logistic(-2 + 2.5 n m + 1.5 (share of neighbours who visited yesterday) + b)

A visit multiplies n by 0.97, adds 0.02 to b if a neighbour visited yesterday, and posts with probability 0.1. Thirty
days in a row without a visit and the member leaves; the share's denominator stays the first degree, and who has left
counts as not visiting. Visitors, posts and members are recorded daily.

In plain C it is ../club_churn.c. Only `ours` needs clubsim; the others run under any Python that has their framework.
"""
