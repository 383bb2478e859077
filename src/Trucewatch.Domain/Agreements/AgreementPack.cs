using System.Collections.Immutable;

namespace Trucewatch.Domain.Agreements;

/// <summary>What reading a pack gives: an agreement, or the reasons why not.</summary>
/// <param name="Agreement">The agreement, or null where there is any problem.</param>
/// <param name="Problems">Everything that is wrong, in the order found, at most a hundred and a line of others.</param>
public sealed record PackReading(Agreement? Agreement, ImmutableArray<PackProblem> Problems);

/// <summary>
/// Reads an agreement written as data: <c>agreement.yaml</c> and the GeoJSON files that it names. The format is
/// described in docs/reference/agreement-pack.md. Nothing is guessed: a term that is unknown, missing, written twice or
/// out of its bounds makes the pack invalid, because a clause that is silently not watched looks like peace.
/// </summary>
public static class AgreementPack
{
    /// <summary>Name of the pack's main file.</summary>
    public const string MainFile = "agreement.yaml";

    /// <summary>The edition of the format that this program reads.</summary>
    public const string Format = "1";

    /// <summary>Reads a pack.</summary>
    public static PackReading Read(PackFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        var problems = new ProblemList();
        files.Check(problems);
        if (problems.Count > 0)
        {
            return new PackReading(null, problems.ToImmutable());
        }

        if (files.Find(MainFile) is not { } main)
        {
            problems.Add(MainFile, 0, "expected this file in the pack, got none");
            return new PackReading(null, problems.ToImmutable());
        }

        var root = PackYaml.Read(MainFile, main.Bytes.Span, problems);
        var agreement = root is null ? null : new PackReader(files, problems).Read(root);
        return new PackReading(problems.Count == 0 ? agreement : null, problems.ToImmutable());
    }
}
