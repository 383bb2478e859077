using System.Collections.Immutable;

namespace Trucewatch.Domain.Agreements;

/// <summary>Collects what is wrong in a pack or a registry, in the order found, up to a limit.</summary>
/// <param name="mainFile">The file in which terms stand that name no other.</param>
internal sealed class ProblemList(string mainFile = AgreementPack.MainFile)
{
    /// <summary>Greatest number of problems reported; one more line says that there are others.</summary>
    public const int MaxProblems = 100;

    private readonly List<PackProblem> _problems = [];

    /// <summary>The file in which terms stand that name no other.</summary>
    public string MainFile { get; } = mainFile;

    /// <summary>How many problems were found, reported or not.</summary>
    public int Count { get; private set; }

    public void Add(string file, int line, string message)
    {
        Count++;
        if (Count <= MaxProblems)
        {
            _problems.Add(new PackProblem(file, line, message));
        }
    }

    public ImmutableArray<PackProblem> ToImmutable()
    {
        if (Count <= MaxProblems)
        {
            return [.. _problems];
        }

        var words = FormattableString.Invariant($"{Count - MaxProblems} more problems are not shown");
        var last = new PackProblem(MainFile, 0, words);
        return [.. _problems, last];
    }
}
