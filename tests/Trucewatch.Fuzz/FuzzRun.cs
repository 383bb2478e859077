namespace Trucewatch.Fuzz;

/// <summary>Runs a target with mutated inputs.</summary>
internal static class FuzzRun
{
    /// <summary>Runs until a case fails, the count is reached or <paramref name="goOn"/> says no.</summary>
    public static FuzzOutcome Smoke(FuzzTarget target, ulong seed, long cases, Func<bool>? goOn = null)
    {
        var mutator = new Mutator(target, seed);
        var accepted = 0L;
        for (var tried = 0L; tried < cases; tried++)
        {
            var input = mutator.Next();
            try
            {
                accepted += target.Run(input) ? 1 : 0;
            }
            catch (Exception broken)
            {
                return new FuzzOutcome(tried + 1, accepted, input.ToArray(), broken.ToString());
            }

            if (goOn is not null && !goOn())
            {
                return new FuzzOutcome(tried + 1, accepted, null, null);
            }
        }

        return new FuzzOutcome(cases, accepted, null, null);
    }
}
