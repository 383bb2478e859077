using System.Collections.Immutable;

namespace Trucewatch.Reports.Language;

/// <summary>How a loaded word is dealt with.</summary>
public enum FlagSeverity
{
    /// <summary>Something to think of.</summary>
    Info,

    /// <summary>To be replaced unless it is what its exception names.</summary>
    Warn,

    /// <summary>Never in the mission's own voice.</summary>
    Block,
}

/// <summary>Why a word of a text is not neutral, and what to say instead.</summary>
/// <param name="Id">Id of the entry.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column of its first character, from 1.</param>
/// <param name="Words">The words as they stand in the text.</param>
/// <param name="Severity">How it is dealt with.</param>
/// <param name="Instead">What may stand there.</param>
/// <param name="Reason">Why it is not neutral.</param>
/// <param name="Unless">When it may stand all the same, or empty.</param>
/// <param name="IsQuoted">True within quotation marks, where the entry allows quotations: its severity is information
/// then.</param>
public sealed record WordFlag(
    string Id,
    int Line,
    int Column,
    string Words,
    FlagSeverity Severity,
    string Instead,
    string Reason,
    string Unless,
    bool IsQuoted);

/// <summary>
/// Finds words that judge, insult or take a side, in the text of a finding or a report. It knows words and no meaning:
/// what it does not flag may still not be neutral.
/// </summary>
public static class LoadedWords
{
    private static readonly Entry[] entries = [.. Tables.Read("loaded-words.csv").Select(Entry.Of)];

    /// <summary>Ids of all entries with the side at which each is usually aimed: <c>ua</c>, <c>ru</c>, <c>either</c>.
    /// </summary>
    public static IReadOnlyList<(string Id, string AimedAt, FlagSeverity Severity)> Entries =>
        [.. entries.Select(entry => (entry.Id, entry.AimedAt, entry.Severity))];

    /// <summary>All flags of a text, in its order.</summary>
    public static ImmutableArray<WordFlag> Check(string text, Tongue tongue)
    {
        ArgumentNullException.ThrowIfNull(text);
        var words = TextWords.Split(text);
        var flags = ImmutableArray.CreateBuilder<WordFlag>();
        for (var at = 0; at < words.Count; at++)
        {
            foreach (var entry in entries)
            {
                if (entry.LengthAt(words, at, tongue) is var length and > 0 && !entry.IsFine(words, at, length))
                {
                    flags.Add(Flag(text, words, (at, length), entry, tongue));
                }
            }
        }

        return flags.ToImmutable();
    }

    private static WordFlag Flag(
        string text, List<TextWord> words, (int At, int Length) place, Entry entry, Tongue tongue)
    {
        var (first, last) = (words[place.At], words[place.At + place.Length - 1]);
        var quoted = first.IsQuoted && entry.InQuotation;
        return new WordFlag(
            entry.Id, first.Line, first.Column, text[first.Start..last.End],
            quoted ? FlagSeverity.Info : entry.Severity,
            entry.Neutral[(int)tongue], entry.Reason, entry.Unless, quoted);
    }

    private sealed record Entry(
        string Id,
        WordPattern[][] Stems,
        string[] Neutral,
        FlagSeverity Severity,
        string AimedAt,
        bool InQuotation,
        string[][] Phrases,
        string Unless,
        string Reason)
    {
        public static Entry Of(string[] row) => new(
            row[0],
            [WordPattern.All(row[1]), WordPattern.All(row[3]), WordPattern.All(row[5])],
            [row[2], row[4], row[6]],
            Enum.Parse<FlagSeverity>(row[7], ignoreCase: true),
            row[8],
            row[9] == "yes",
            [.. row[10].Split(';', StringSplitOptions.RemoveEmptyEntries).Select(phrase => phrase.Split(' '))],
            row[11],
            row[12]);

        /// <summary>How many words from there fit one of the stems; 0: none.</summary>
        public int LengthAt(List<TextWord> words, int at, Tongue tongue)
        {
            var longest = 0;
            foreach (var pattern in Stems[(int)tongue])
            {
                longest = pattern.Fits(words, at) ? Math.Max(longest, pattern.Length) : longest;
            }

            return longest;
        }

        /// <summary>True within a phrase that is fine, in whatever inflection.</summary>
        public bool IsFine(List<TextWord> words, int at, int length)
        {
            foreach (var phrase in Phrases)
            {
                for (var start = Math.Max(0, at + length - phrase.Length); start <= at; start++)
                {
                    if (start + phrase.Length <= words.Count && IsPhrase(words, start, phrase))
                    {
                        return true;
                    }
                }
            }

            return false;
        }

        private static bool IsPhrase(List<TextWord> words, int start, string[] phrase)
        {
            for (var index = 0; index < phrase.Length; index++)
            {
                if (!IsInflected(words[start + index].Lower, phrase[index]))
                {
                    return false;
                }
            }

            return true;
        }

        /// <summary>Inflections change the last two letters or add some: what is before them has to be the same.
        /// </summary>
        private static bool IsInflected(string word, string known)
        {
            var stem = known.Length <= 4 ? Math.Min(known.Length, 3) : known.Length - 2;
            return word.Length >= stem && word.Length <= known.Length + 3
                && string.CompareOrdinal(word, 0, known, 0, stem) == 0;
        }
    }
}
