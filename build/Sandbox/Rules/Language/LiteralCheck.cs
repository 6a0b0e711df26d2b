using System.Text.RegularExpressions;
using SiteBuilder.Sandbox.Rules.Functions;

namespace SiteBuilder.Sandbox.Rules.Language;

/// <summary>Texts in an expression that a function cannot read are told at once.</summary>
internal static class LiteralCheck
{
    public static void Check(Expression.Call call, SourceText source)
    {
        var place = call.Function is "duration" or "timestamp" && call.Target is null ? 0 : call.Function == "matches" ? call.Target is null ? 1 : 0 : -1;
        if (place < 0 || call.Arguments.ElementAtOrDefault(place) is not Expression.Literal { Value: string text } literal) return;
        try
        {
            if (call.Function == "duration") TimeFunctions.Duration(text);
            else if (call.Function == "timestamp") TimeFunctions.Timestamp(text);
            else Patterns.Of(text);
        }
        catch (Exception e) when (e is EvaluationException or RegexParseException)
        {
            source.Report(literal.At, $"invalid {call.Function} argument");
        }
    }
}
