using System.Diagnostics;
using System.Globalization;
using SharpFuzz;
using Trucewatch.Fuzz;

const string Usage = "list | smoke [SECONDS[s] or COUNT] [SEED] [TARGET] | seeds TARGET FOLDER | run TARGET"
    + " | churn FOLDER ROUNDS [unflushed] | churn-check FOLDER SAID";
// A fuzzer outside (afl-fuzz over the instrumented assemblies) gives the inputs and notes the crashes. No target may be
// touched before it has given its memory, which instrumented code writes to; so this stands before all else.
if (args is ["run", var attacked])
{
    Fuzzer.OutOfProcess.Run(stream =>
    {
        using var input = new MemoryStream();
        stream.CopyTo(input);
        FuzzTargets.All.Single(target => target.Name == attacked).Run(input.ToArray());
    });
    return 0;
}

return Command(args);

static int Command(string[] args)
{
    switch (args)
    {
        case ["list"]:
            foreach (var target in FuzzTargets.All)
            {
                Console.WriteLine(target.Name);
            }

            return 0;
        case ["smoke", .. var rest] when rest.Length <= 3 && (rest.Length < 3 || IsTarget(rest[2])):
            return Smoke(
                rest.Length > 0 ? rest[0] : "20000", rest.Length > 1 ? rest[1] : "1", rest.Length > 2 ? rest[2] : null);
        case ["seeds", var name, var folder] when FuzzTargets.All.FirstOrDefault(t => t.Name == name) is { } sown:
            Directory.CreateDirectory(folder);
            foreach (var (number, seed) in sown.Seeds.Index())
            {
                File.WriteAllBytes(Path.Combine(folder, FormattableString.Invariant($"{number:D4}")), seed);
            }

            return 0;
        case ["churn", var data, var rounds, .. var how] when how is [] or ["unflushed"]:
            var many = long.Parse(rounds, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            return Churn.Run(data, many, how is [], Console.Out);
        case ["churn-check", var data, var said]:
            return Churn.Check(data, File.ReadLines(said), Console.Out);
        default:
            var known = string.Join(", ", FuzzTargets.All.Select(target => target.Name));
            Console.Error.WriteLine($"expected {Usage}; targets: {known}");
            return 2;
    }
}

static bool IsTarget(string name) => FuzzTargets.All.Any(target => target.Name == name);

static int Smoke(string amount, string seedText, string? only)
{
    var bySeconds = amount.EndsWith('s');
    if (!long.TryParse(amount.TrimEnd('s'), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        || !ulong.TryParse(seedText, NumberStyles.None, CultureInfo.InvariantCulture, out var seed))
    {
        Console.Error.WriteLine(
            $"expected a count or seconds (for example 20000 or 60s) and a seed, got {amount} {seedText}");
        return 2;
    }

    var failed = 0;
    foreach (var target in FuzzTargets.All.Where(target => only is null || target.Name == only))
    {
        var clock = Stopwatch.StartNew();
        var outcome = FuzzRun.Smoke(
            target, seed, bySeconds ? long.MaxValue : number, () => !bySeconds || clock.Elapsed.TotalSeconds < number);
        var asExpected = outcome.Failure is not null == target.MustFail;
        failed += asExpected ? 0 : 1;
        var verdict = asExpected ? "as expected" : "FAILED";
        Console.WriteLine(FormattableString.Invariant(
            $"{target.Name}: {outcome.Cases} cases, {outcome.Accepted} accepted, {verdict}"));
        if (!asExpected && outcome.Failing is { } input)
        {
            Console.WriteLine($"seed {seed}, input {Convert.ToBase64String(input)}\n{outcome.Failure}");
        }
    }

    return failed == 0 ? 0 : 1;
}
