using System.Text.Json.Serialization;

namespace Trucewatch.Domain.Adjudication;

/// <summary>What somebody does at the desk of the hotline: it is no act on a case.</summary>
/// <param name="Text">The author's own words.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "deed")]
[JsonDerivedType(typeof(CallPlaced), "call-placed")]
[JsonDerivedType(typeof(CallAcknowledged), "call-acknowledged")]
[JsonDerivedType(typeof(CallAnswered), "call-answered")]
[JsonDerivedType(typeof(CallConcluded), "call-concluded")]
[JsonDerivedType(typeof(NoticeGiven), "notice-given")]
[JsonDerivedType(typeof(NoticeWithdrawn), "notice-withdrawn")]
[JsonDerivedType(typeof(QueryAsked), "query-asked")]
[JsonDerivedType(typeof(QueryReplied), "query-replied")]
[JsonDerivedType(typeof(WindowProposed), "window-proposed")]
[JsonDerivedType(typeof(WindowConfirmed), "window-confirmed")]
[JsonDerivedType(typeof(WindowAborted), "window-aborted")]
[JsonDerivedType(typeof(WindowReported), "window-reported")]
[JsonDerivedType(typeof(CorrectionAsked), "correction-asked")]
[JsonDerivedType(typeof(CorrectionReported), "correction-reported")]
[JsonDerivedType(typeof(CorrectionChecked), "correction-checked")]
[JsonDerivedType(typeof(CorrectionAgreed), "correction-agreed")]
public abstract record HotlineDeed(string Text) : Deed(Text)
{
    /// <summary>Id of what it is about, or of what it begins.</summary>
    [JsonIgnore]
    public string About => this switch
    {
        CallPlaced on => on.Call,
        CallAcknowledged on => on.Call,
        CallAnswered on => on.Call,
        CallConcluded on => on.Call,
        NoticeGiven on => on.Notice,
        NoticeWithdrawn on => on.Notice,
        QueryAsked on => on.Query,
        QueryReplied on => on.Query,
        WindowProposed on => on.Window,
        WindowConfirmed on => on.Window,
        WindowAborted on => on.Window,
        WindowReported on => on.Window,
        CorrectionAsked on => on.Correction,
        CorrectionReported on => on.Correction,
        CorrectionChecked on => on.Correction,
        CorrectionAgreed on => on.Correction,
        _ => "",
    };

    /// <summary>The same under a new id where it begins something; null where it goes on with something.</summary>
    /// <param name="newId">Makes an id that begins with a letter.</param>
    public HotlineDeed? Begun(Func<char, string> newId)
    {
        ArgumentNullException.ThrowIfNull(newId);
        return this switch
        {
            CallPlaced begun => begun with { Call = newId('H') },
            NoticeGiven begun => begun with { Notice = newId('N') },
            QueryAsked begun => begun with { Query = newId('Y') },
            WindowProposed begun => begun with { Window = newId('W') },
            CorrectionAsked begun => begun with { Correction = newId('R') },
            _ => null,
        };
    }
}

/// <summary>What was done at the desk of the hotline, as it is sealed in the log. Its time stands beside it.</summary>
/// <param name="Author">Who.</param>
/// <param name="Deed">What.</param>
/// <param name="Key">The author's own mark of this act, so that the same one sent twice is done once; or null.</param>
public sealed record HotlineWord(Author Author, HotlineDeed Deed, string? Key = null);
