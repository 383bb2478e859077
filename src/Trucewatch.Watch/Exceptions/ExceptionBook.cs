using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Observations;
using Trucewatch.Watch.Rules;

namespace Trucewatch.Watch.Exceptions;

/// <summary>What permits an act.</summary>
/// <param name="Exception">Id of the exception; for one given by notice, with the notice's id after a slash.</param>
/// <param name="Until">First instant at which it permits no more.</param>
/// <param name="IsSure">False where it is not sure that the act was within the exception's place.</param>
internal readonly record struct Permission(string Exception, Instant Until, bool IsSure);

/// <summary>
/// The agreement's exceptions: permits, notified works, corridors, windows, and those that a notice opens. The first
/// in the pack's order that covers an act counts; one that covers it surely goes before one that may.
/// </summary>
internal sealed class ExceptionBook
{
    /// <summary>A book without exceptions.</summary>
    public static readonly ExceptionBook Empty = new([]);

    private readonly ImmutableArray<AgreedException> exceptions;

    private ExceptionBook(ImmutableArray<AgreedException> exceptions) => this.exceptions = exceptions;

    /// <summary>Number of exceptions.</summary>
    public int Count => exceptions.Length;

    /// <summary>Reads the pack's exceptions; problems are noted, and such an exception is left out.</summary>
    public static ExceptionBook Compile(Agreement agreement, List<PackProblem> problems)
    {
        var compiled = ImmutableArray.CreateBuilder<AgreedException>();
        void Refuse(int line, string message) => problems.Add(new PackProblem(RuleSource.File, line, message));
        if (agreement.Sections is not { } sections || sections.Find("exceptions") is not { } list)
        {
            return Empty;
        }

        var ids = new HashSet<string>(StringComparer.Ordinal);
        var entry = new PackNode.Mapping(list.Line, [KeyValuePair.Create("exceptions", list)]);
        foreach (var reader in SettingsReader.Over(Refuse, entry, "").Maps("exceptions"))
        {
            var before = problems.Count;
            var read = ExceptionReader.Read(agreement, Refuse, reader);
            if (!ids.Add(read.Id))
            {
                reader.Refuse("id", "an id that no other exception has");
            }

            if (problems.Count == before)
            {
                compiled.Add(new AgreedException(read, agreement.Zones));
            }
        }

        return new ExceptionBook(compiled.DrainToImmutable());
    }

    /// <summary>Takes in a report that may be a notice.</summary>
    public void Note(in Observation observation)
    {
        foreach (var exception in exceptions)
        {
            exception.Note(in observation);
        }
    }

    /// <summary>What permits an act under a clause, or null.</summary>
    public Permission? Find(Rule rule, in Act act, Instant at)
    {
        Permission? maybe = null;
        foreach (var exception in exceptions)
        {
            if (exception.Covers(rule.Clause.Id, rule.Reading.Id, in act, at) is { } permission)
            {
                if (permission.IsSure)
                {
                    return permission;
                }

                maybe ??= permission;
            }
        }

        return maybe;
    }
}
