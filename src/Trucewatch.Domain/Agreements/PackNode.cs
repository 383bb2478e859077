using System.Collections.Immutable;

namespace Trucewatch.Domain.Agreements;

/// <summary>A piece of a pack's YAML with its line: a text, a list or a map with ordered, unique keys.</summary>
public abstract record PackNode(int Line)
{
    /// <summary>A single value as its text.</summary>
    public sealed record Scalar(int Line, string Text) : PackNode(Line);

    /// <summary>A list.</summary>
    public sealed record Sequence(int Line, ImmutableArray<PackNode> Items) : PackNode(Line);

    /// <summary>A map; keys are unique and keep their order.</summary>
    public sealed record Mapping(int Line, ImmutableArray<KeyValuePair<string, PackNode>> Entries) : PackNode(Line)
    {
        /// <summary>The value of a key, or null.</summary>
        public PackNode? Find(string key)
        {
            foreach (var (name, value) in Entries)
            {
                if (name == key)
                {
                    return value;
                }
            }

            return null;
        }
    }
}

/// <summary>What is wrong in a pack, and where.</summary>
/// <param name="File">File name within the pack.</param>
/// <param name="Line">Line, from 1; 0 when the whole file is meant.</param>
/// <param name="Message">What, expected, got.</param>
public sealed record PackProblem(string File, int Line, string Message)
{
    /// <summary>For example <c>agreement.yaml:12: unknown term 'zoone', expected 'zone'</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{File}:{Line}: {Message}");
}
