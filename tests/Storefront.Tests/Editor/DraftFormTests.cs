using Microsoft.AspNetCore.Http;
using SiteBuilder.Storefront.Editor.Drafts;

namespace SiteBuilder.Storefront.Tests.Editor;

public sealed class DraftFormTests
{
    [Fact]
    public void Fields_are_a_draft_whatever_their_order_and_empty_lists_stay() =>
        Read(("blocks[10].text", "B"), ("blocks[2].columns", ""), ("blocks[2].type", "columns"), ("blocks[2].columns[0].blocks", ""), ("blocks[10].type", "text"), ("title", "T"), ("do", "save"))
            .ShouldBe("""{"blocks":[{"columns":[{"blocks":[]}],"type":"columns"},{"text":"B","type":"text"}],"title":"T"}""");

    [Fact]
    public void A_block_of_a_type_that_is_not_known_is_handed_back_as_it_came() =>
        Read(("title", "T"), ("blocks[0].json", """{"type":"hologram","depth":3}""")).ShouldBe("""{"title":"T","blocks":[{"type":"hologram","depth":3}]}""");

    [Fact]
    public void A_box_that_is_not_ticked_is_not_sent_and_means_no() =>
        Read(("title", "T"), ("blocks[0].fields[0].required", "true"), ("blocks[0].fields[1].name", "b"))
            .ShouldBe("""{"title":"T","blocks":[{"fields":[{"required":true},{"name":"b","required":false}]}]}""");

    [Theory]
    [InlineData("blocks[")]
    [InlineData("blocks[-1].text")]
    [InlineData("blocks[1000].text")]
    [InlineData("blocks[0]x.text")]
    [InlineData("blocks..text")]
    [InlineData("Title")]
    [InlineData("title.a")]
    [InlineData("title[0]")]
    [InlineData("blocks[0].a.a.a.a.a.a.a.a.a.a.a.a.a.a.a")]
    public void What_is_no_path_of_a_page_is_left_alone(string name) => Read((name, "x")).ShouldBe("""{"title":"","blocks":[]}""");

    private static string Read(params (string Name, string Value)[] fields) =>
        DraftForm.Read(new FormCollection(fields.ToDictionary(field => field.Name, field => new Microsoft.Extensions.Primitives.StringValues(field.Value)))).ToJsonString();
}
