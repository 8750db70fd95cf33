# title: Say what is implied: types and kinds of components
# title-zh: 补全隐含的类型与成分
PREFIX qb: <http://purl.org/linked-data/cube#>

INSERT { ?observation a qb:Observation } WHERE { ?any qb:observation ?observation } ;
INSERT { ?observation a qb:Observation } WHERE { ?observation qb:dataSet ?dataset } ;
INSERT { ?dataset a qb:DataSet } WHERE { ?observation qb:dataSet ?dataset } ;
INSERT { ?slice a qb:Slice } WHERE { ?any qb:slice ?slice } ;
INSERT { ?specification qb:componentProperty ?property . ?property a qb:DimensionProperty }
WHERE { ?specification qb:dimension ?property } ;
INSERT { ?specification qb:componentProperty ?property . ?property a qb:MeasureProperty }
WHERE { ?specification qb:measure ?property } ;
INSERT { ?specification qb:componentProperty ?property . ?property a qb:AttributeProperty }
WHERE { ?specification qb:attribute ?property }
