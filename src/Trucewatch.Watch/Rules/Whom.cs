using System.Collections.Immutable;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Observations;

namespace Trucewatch.Watch.Rules;

/// <summary>Whom a rule concerns. What is not stated is not asked: without settings it is everyone.</summary>
internal sealed record Whom(
    ImmutableArray<ObjectClass>? Classes,
    ImmutableArray<string>? Parties,
    ImmutableArray<string>? Roles,
    ImmutableArray<string> Except)
{
    public bool Includes(in Actor actor, ObjectClass kind)
    {
        var assumed = kind == ObjectClass.Unknown ? actor.Class : kind;
        if (Classes is { } classes && !classes.Contains(assumed))
        {
            return false;
        }

        if (Parties is { } parties
            && (actor.Party is not { } party || !parties.Contains(party, StringComparer.Ordinal)))
        {
            return false;
        }

        if (Roles is { } roles && (actor.Role is not { } role || !roles.Contains(role, StringComparer.Ordinal)))
        {
            return false;
        }

        foreach (var pattern in Except)
        {
            if (ActorRegister.Matches(pattern, actor.Name))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Reads the map <c>who</c>.</summary>
    /// <param name="agreement">Whose parties may be named.</param>
    /// <param name="refuse">Takes the line and what is wrong.</param>
    /// <param name="reader">The map.</param>
    public static Whom Read(Agreement agreement, Action<int, string> refuse, SettingsReader reader)
    {
        var classes = reader.EnumsOrAny<ObjectClass>("classes");
        var parties = reader.TextsOrAny("parties");
        var roles = reader.TextsOrAny("roles");
        var except = reader.OptionalTexts("except");
        foreach (var party in parties ?? [])
        {
            if (!agreement.Parties.Any(known => known.Id == party.Text))
            {
                var ids = string.Join(", ", agreement.Parties.Select(known => known.Id));
                refuse(party.Line, $"who.parties: expected one of {ids}, got '{party.Text}'");
            }
        }

        foreach (var pattern in except ?? [])
        {
            if (!pattern.Text.Contains(':', StringComparison.Ordinal))
            {
                refuse(
                    pattern.Line, $"who.except: expected such as mmsi:2370* or cot:TEAM-*, got '{pattern.Text}'");
            }
        }

        reader.RefuseRest();
        return new Whom(classes, Words(parties), Words(roles), Words(except) ?? []);
    }

    private static ImmutableArray<string>? Words(ImmutableArray<SettingText>? texts) =>
        texts is { } some ? [.. some.Select(text => text.Text)] : null;
}
