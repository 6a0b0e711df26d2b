using System.Text.Json.Nodes;
using CsCheck;
using SiteBuilder.Storefront.Editor.Drafts;

namespace SiteBuilder.Storefront.Tests.Editor;

public sealed class RichTextSyntaxTests
{
    [Theory]
    [InlineData("plain", """[{"text":"plain"}]""")]
    [InlineData("a **b** c", """[{"text":"a "},{"text":"b","bold":true},{"text":" c"}]""")]
    [InlineData("*a***b**", """[{"text":"a","italic":true},{"text":"b","bold":true}]""")]
    [InlineData("***a***", """[{"text":"a","bold":true,"italic":true}]""")]
    [InlineData("see [the **map**](https://example.org/a\\)b) now", """[{"text":"see "},{"text":"the ","link":"https://example.org/a)b"},{"text":"map","bold":true,"link":"https://example.org/a)b"},{"text":" now"}]""")]
    [InlineData(@"2 \* 3 \[x\] \\", """[{"text":"2 * 3 [x] \\"}]""")]
    [InlineData("[no link] (x)", """[{"text":"[no link] (x)"}]""")]
    [InlineData(@"C:\new", """[{"text":"C:\\new"}]""")]
    [InlineData("", "[]")]
    public void Signs_become_looks(string text, string spans) => RichTextSyntax.Read(text).ToJsonString(Plain).ShouldBe(spans);

    [Fact]
    public void What_is_written_is_read_back_whatever_the_text()
    {
        var letters = Gen.Char["ab *[]()\\\n"];
        var span = Gen.Select(Gen.String[letters, 1, 8], Gen.Bool, Gen.Bool, Gen.OneOf(Gen.Const((string?)null), Gen.String[letters, 1, 6].Select(link => (string?)link)));
        span.List[0, 6].Sample(spans =>
        {
            var joined = Joined(spans);
            RichTextSyntax.Read(RichTextSyntax.Write((JsonArray)joined.DeepClone())).ToJsonString().ShouldBe(joined.ToJsonString());
        });
    }

    private static System.Text.Json.JsonSerializerOptions Plain { get; } = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Neighbours that look alike are one span.</summary>
    private static JsonArray Joined(List<(string Text, bool Bold, bool Italic, string? Link)> spans)
    {
        List<(string Text, bool Bold, bool Italic, string? Link)> joined = [];
        foreach (var span in spans)
        {
            if (joined.Count > 0 && (joined[^1].Bold, joined[^1].Italic, joined[^1].Link) == (span.Bold, span.Italic, span.Link))
            {
                joined[^1] = span with { Text = joined[^1].Text + span.Text };
            }
            else
            {
                joined.Add(span);
            }
        }

        return new JsonArray([.. joined.Select(span =>
        {
            var json = new JsonObject { ["text"] = span.Text };
            if (span.Bold)
            {
                json["bold"] = true;
            }

            if (span.Italic)
            {
                json["italic"] = true;
            }

            if (span.Link is not null)
            {
                json["link"] = span.Link;
            }

            return json;
        })]);
    }
}
