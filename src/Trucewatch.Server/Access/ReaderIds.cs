using System.Security.Cryptography;
using System.Text;
using Trucewatch.Domain.Access;
using Trucewatch.Domain.Facts;
using Trucewatch.Domain.Labels;
using Trucewatch.Domain.Stores;
using Trucewatch.Reports.Release;

namespace Trucewatch.Server.Access;

/// <summary>
/// The ids of incidents as readers outside the mission know them: keyed for each kind of reader, and made of what is
/// shown of the incident only, so that they tell neither how many others there are nor which two readers see the same.
/// The mission's own staff knows incidents by the ids of the record.
/// </summary>
/// <param name="store">The record.</param>
/// <param name="labelOf">The label that two people gave an item, else its own.</param>
/// <param name="key">The key.</param>
internal sealed class ReaderIds(IPictureStore store, Func<string, Label, Label> labelOf, string key)
{
    /// <summary>Name of the key's file.</summary>
    public const string KeyFile = "reader-ids.token";

    private const int FactsAtOnce = 1024;
    private const int IdBytes = 6;

    private readonly byte[] key = Encoding.ASCII.GetBytes(key);
    private readonly Lock gate = new();
    private readonly Dictionary<string, (string Content, Label Label)> known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> alike = new(StringComparer.Ordinal);
    private long readTo;

    /// <summary>True for readers to whom ids are keyed.</summary>
    public static bool AreKeyed(Audience audience) => !AccessPolicy.IsStaff(audience.By.Who.Role);

    /// <summary>The id under which a reader knows an incident of the record.</summary>
    public string Shown(Audience audience, string incident)
    {
        if (!AreKeyed(audience))
        {
            return incident;
        }

        lock (gate)
        {
            CatchUp();
            return known.TryGetValue(incident, out var one) ? Keyed(audience, incident, one.Content) : incident;
        }
    }

    /// <summary>The incident of the record that a reader means; an id of nobody where there is none.</summary>
    public string Meant(Audience audience, string shown)
    {
        if (!AreKeyed(audience))
        {
            return shown;
        }

        lock (gate)
        {
            CatchUp();
            return known.Where(each => Reads(audience, each.Key, each.Value.Label)
                    && Keyed(audience, each.Key, each.Value.Content) == shown)
                .Select(each => each.Key).FirstOrDefault() ?? "";
        }
    }

    /// <summary>Of incidents of which the same is shown, each reader counts those only that it may see.</summary>
    private string Keyed(Audience audience, string incident, string content)
    {
        var index = alike[content].TakeWhile(other => other != incident)
            .Count(other => Reads(audience, other, known[other].Label));
        var text = FormattableString.Invariant($"{audience.Id}\0{content}\0{index}");
        return "I-" + Convert.ToHexString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)), 0, IdBytes);
    }

    private bool Reads(Audience audience, string incident, Label own) =>
        AccessPolicy.Reads(labelOf("incident:" + incident, own), audience.By);

    private void CatchUp()
    {
        while (readTo < store.LastFactNumber)
        {
            var facts = store.ReadFacts(readTo, FactsAtOnce);
            foreach (var stored in facts)
            {
                if (FactJson.Read(stored.Payload) is IncidentFact { Incident: var incident } fact
                    && !known.ContainsKey(incident.Id))
                {
                    var content = string.Join(
                        '\0', incident.Clause, incident.Class, incident.Zone, incident.First, fact.KnownAt);
                    known.Add(incident.Id, (content, fact.Label));
                    if (!alike.TryGetValue(content, out var same))
                    {
                        alike.Add(content, same = []);
                    }

                    same.Add(incident.Id);
                }
            }

            readTo = facts[^1].Number;
        }
    }
}
